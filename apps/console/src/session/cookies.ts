/** Browsers keep about 4 kB of one cookie, its name and attributes included. */
const PART_LENGTH = 3_600;
/** A header takes no more than 16 kB, and other cookies want in as well. */
export const MOST_PARTS = 3;

export interface CookieOptions {
  readonly secure: boolean;
  readonly path: string;
  /** 0 removes it. */
  readonly maxAgeSeconds: number;
}

/** Never readable by a script; sent along when the person comes from elsewhere, but not with what another site asks for. */
export function setCookie(name: string, value: string, { secure, path, maxAgeSeconds }: CookieOptions): string {
  const attributes = [`Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [`${name}=${value}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ');
}

export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && !cookies.has(pair.slice(0, at).trim())) {
      cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  }
  return cookies;
}

/** A long value in as many cookies as it needs; the names of those it does not need are there too, to be removed. */
export function partsOf(name: string, value: string): readonly (readonly [name: string, value: string])[] {
  if (value.length > PART_LENGTH * MOST_PARTS) throw new RangeError('the session does not fit into cookies');
  return Array.from({ length: MOST_PARTS }, (_, part) => [
    nameOfPart(name, part),
    value.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
  ]);
}

export const wholeOf = (name: string, cookies: ReadonlyMap<string, string>): string =>
  Array.from({ length: MOST_PARTS }, (_, part) => cookies.get(nameOfPart(name, part)) ?? '').join('');

const nameOfPart = (name: string, part: number): string => (part === 0 ? name : `${name}_${part}`);
