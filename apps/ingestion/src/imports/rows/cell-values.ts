import { EVENT_LIMITS } from '@analytics/contracts';
import { strictValue } from '@analytics/domain';

/** How the text of a cell becomes a value. `list` is cut at commas or semicolons. */
export const CELL_TYPES = [
  'text',
  'integer',
  'number',
  'boolean',
  'time',
  'epoch_seconds',
  'epoch_milliseconds',
  'list',
  'json',
] as const;
export type CellType = (typeof CELL_TYPES)[number];

/** What the text should have been, where it is not. */
export class NotOfType extends Error {}

const INTEGER = /^[+-]?\d{1,19}$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const BOOLEANS: Readonly<Record<string, boolean>> = {
  ...{ true: true, t: true, yes: true, '1': true },
  ...{ false: false, f: false, no: false, '0': false },
};

/** `zone` is where times are that do not say it. */
export function cellValue(text: string, type: CellType, zone: string): unknown {
  switch (type) {
    case 'text':
      return text;
    case 'integer':
      return INTEGER.test(text) ? safe(Number(text), text) : no('an integer');
    case 'number':
      return NUMBER.test(text) ? finite(Number(text)) : no('a number with a decimal point');
    case 'boolean':
      return BOOLEANS[text.trim().toLowerCase()] ?? no('true or false');
    case 'time':
      return time(text, zone);
    case 'epoch_seconds':
      return instant(text, 1_000);
    case 'epoch_milliseconds':
      return instant(text, 1);
    case 'list':
      return text.split(/[,;]/).map((each) => each.trim());
    case 'json':
      return json(text);
  }
}

/** A time as databases write it, as RFC 3339 wants it. What is no time at all is the envelope's matter. */
function time(text: string, zone: string): string {
  const match = TIME.exec(text.trim());
  if (match === null) return no('a time like 2026-11-01 10:00:00 or 2026-11-01T10:00:00Z');
  const [, day, clock = '00:00:00', offset = zone] = match;
  const full = clock.length === 5 ? `${clock}:00` : clock;
  return `${day}T${full}${offset.length > 1 ? withMinutes(offset) : offset.toUpperCase()}`;
}

const withMinutes = (offset: string): string => {
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
};

function instant(text: string, unitMs: number): string {
  const at = new Date(NUMBER.test(text) ? Number(text) * unitMs : Number.NaN);
  return Number.isNaN(at.getTime()) ? no('a number of seconds or milliseconds since 1970') : at.toISOString();
}

function json(text: string): unknown {
  const value = strictValue(text, EVENT_LIMITS.depth);
  return value.ok ? value.value : no('JSON without doubled members, within the limits of an event');
}

const safe = (value: number, text: string): unknown =>
  Number.isSafeInteger(value) ? value : no(`an integer below 2^53, and it has ${text.length} characters`);

const finite = (value: number): unknown => (Number.isFinite(value) ? value : no('a number that is not so large'));

function no(what: string): never {
  throw new NotOfType(what);
}
