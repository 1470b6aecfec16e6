import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { User } from '../setup/users';

export type LogIn = { readonly user: User } | { readonly user: undefined; readonly named: boolean };

/** Takes the log-in from one of the three places a ClickHouse server takes it from, in its order. */
export function authenticate(users: readonly User[], headers: IncomingHttpHeaders, url: URLSearchParams): LogIn {
  const given = fromHeaders(headers) ?? fromBasic(headers.authorization) ?? fromUrl(url);
  if (given === undefined) return { user: undefined, named: headers.authorization !== undefined };
  let match: User | undefined;
  // Every user is compared, so that the time taken does not tell which names exist.
  for (const user of users) {
    const same = equal(user.username, given.username);
    if (equal(user.password, given.password) && same) match = user;
  }
  return match === undefined ? { user: undefined, named: true } : { user: match };
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

function fromHeaders(headers: IncomingHttpHeaders): Credentials | undefined {
  const [username, password] = [headers['x-clickhouse-user'], headers['x-clickhouse-key']];
  if (typeof username !== 'string') return undefined;
  return { username, password: typeof password === 'string' ? password : '' };
}

function fromBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1
    ? { username: text, password: '' }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function fromUrl(url: URLSearchParams): Credentials | undefined {
  const username = url.get('user');
  return username === null ? undefined : { username, password: url.get('password') ?? '' };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const equal = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
