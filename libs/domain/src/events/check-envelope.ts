import type { EventEnvelope } from '@analytics/contracts';
import { type Checked, passed, refused } from './verdict';

export interface EnvelopeBounds {
  readonly idLength: number;
  readonly sourceLength: number;
}

const TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** Is this a CloudEvent we can tell apart from others? What its `data` holds is the schema's matter. */
export function checkEnvelope(candidate: unknown, bounds: EnvelopeBounds): Checked<EventEnvelope> {
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) {
    return refused('NOT_CLOUDEVENT', 'an event is a JSON object', '');
  }
  const event = candidate as Record<string, unknown>;
  if (event['specversion'] !== '1.0') return refused('NOT_CLOUDEVENT', 'must be "1.0"', '/specversion');
  const texts = [
    ['id', bounds.idLength],
    ['source', bounds.sourceLength],
    ['type', bounds.sourceLength],
  ] as const;
  for (const [name, length] of texts) {
    const value = event[name];
    if (typeof value !== 'string' || value.length === 0 || value.length > length) {
      return refused('NOT_CLOUDEVENT', `must be a text of 1 to ${length} characters`, `/${name}`);
    }
  }
  const time = event['time'];
  if (typeof time !== 'string' || !TIME.test(time) || Number.isNaN(Date.parse(time))) {
    return refused('NOT_CLOUDEVENT', 'must be an RFC 3339 time with a zone', '/time');
  }
  const data = event['data'];
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return refused('NOT_CLOUDEVENT', 'must be a JSON object', '/data');
  }
  return passed(candidate as EventEnvelope);
}
