import type { EventEnvelope } from '@analytics/contracts';
import { type Checked, passed, refused } from './verdict';

export interface EnvelopeBounds {
  readonly idLength: number;
  readonly sourceLength: number;
}

const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;
const TEXTS = [
  { name: 'id', bound: 'idLength' },
  { name: 'source', bound: 'sourceLength' },
  { name: 'type', bound: 'sourceLength' },
] as const;
const isTextOf = (value: unknown, length: number): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= length;
const RFC_3339 = 'must be an RFC 3339 time with a zone';

/** Is this a CloudEvent we can tell apart from others? What its `data` holds is the schema's matter. */
export function checkEnvelope(candidate: unknown, bounds: EnvelopeBounds): Checked<EventEnvelope> {
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) {
    return refused('NOT_CLOUDEVENT', 'an event is a JSON object', '');
  }
  const event = candidate as Record<string, unknown>;
  if (event['specversion'] !== '1.0') return refused('NOT_CLOUDEVENT', 'must be "1.0"', '/specversion');
  const wrong = TEXTS.find(({ name, bound }) => !isTextOf(event[name], bounds[bound]));
  if (wrong !== undefined) {
    return refused('NOT_CLOUDEVENT', `must be a text of 1 to ${bounds[wrong.bound]} characters`, `/${wrong.name}`);
  }
  if (!isInstant(event['time'])) return refused('NOT_CLOUDEVENT', RFC_3339, '/time');
  const sent = event['sentat'];
  if (sent !== undefined && sent !== null && !isInstant(sent)) return refused('NOT_CLOUDEVENT', RFC_3339, '/sentat');
  const data = event['data'];
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return refused('NOT_CLOUDEVENT', 'must be a JSON object', '/data');
  }
  return passed(candidate as EventEnvelope);
}

/** Days that exist, as they were written. Live events have few, old ones come by the day; and what fills it begins anew. */
const days = new Set<string>();
const DAYS_KEPT = 4_000;

/** The engine bends 30 February into March: a day that does not exist is refused. */
function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !TIME.test(value) || Number.isNaN(Date.parse(value))) return false;
  const day = value.slice(0, 10);
  if (days.has(day)) return true;
  if (!new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return false;
  if (days.size >= DAYS_KEPT) days.clear();
  days.add(day);
  return true;
}
