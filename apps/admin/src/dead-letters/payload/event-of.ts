import type { OpenedLetter } from './letter-payloads';

const ATTRIBUTE = /^ce_([a-z0-9]{1,20})$/;

/** The event in a record of either mode of CloudEvents; nothing where it cannot be read as one. */
export function eventOf({ headers, value }: Pick<OpenedLetter, 'headers' | 'value'>): unknown {
  const body = jsonOf(value);
  if (!('ce_specversion' in headers)) return body;
  const attributes = Object.entries(headers).flatMap(([name, text]) => {
    const attribute = ATTRIBUTE.exec(name)?.[1];
    return attribute === undefined ? [] : [[attribute, text] as const];
  });
  return { ...Object.fromEntries(attributes), data: body };
}

function jsonOf(value: Buffer | null): unknown {
  if (value === null) return undefined;
  try {
    return JSON.parse(value.toString()) as unknown;
  } catch {
    return undefined;
  }
}
