import { hash } from 'node:crypto';
import { isObject } from '../json/json-object';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';

export const REJECTIONS_TABLE = insertTable('rejections', {
  identity: col.string,
  rejected_at: col.dateTime64(3),
  event_type: col.string,
});

export type RejectionRow = RowOf<typeof REJECTIONS_TABLE>;

const LONGEST = 1_000;
const LETTER_ID = /^[0-9a-f]{64}$/;
/** What the warehouse's type of instants holds. */
const YEARS = { first: 1_900, last: 2_299 };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What of a dead letter is counted; nothing where the value is no dead letter. */
export function rejectionRow(letter: unknown): RejectionRow | undefined {
  if (!isObject(letter)) return undefined;
  const { dlq_id: id, first_seen: seen, event_type: type, event_source: source, event_id: event } = letter;
  const rejectedAt = new Date(textOf(seen) || Number.NaN);
  const year = rejectedAt.getUTCFullYear();
  if (!LETTER_ID.test(textOf(id)) || !(year >= YEARS.first && year <= YEARS.last)) return undefined;
  const isKnown = textOf(source) !== '' && textOf(event) !== '';
  return {
    identity: isKnown ? hash('sha256', JSON.stringify([source, event])) : textOf(id),
    rejected_at: rejectedAt,
    event_type: textOf(type).slice(0, LONGEST),
  };
}
