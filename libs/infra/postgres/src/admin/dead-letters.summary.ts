import type { DeadLetterFilter, DeadLetterGroup } from './dead-letters.records';
import { deadLetterConditions } from './dead-letters.filter';

const HOUR_MS = 3_600_000;
const COLUMN: Readonly<Record<DeadLetterGroup, string>> = {
  reason: 'reason',
  type: 'event_type',
  source: 'source',
  stage: 'stage',
  status: 'status',
  hour: `to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
};

type Period = Pick<DeadLetterFilter, 'from' | 'until'>;

/** The whole hours of a period, which are counted, and what is left at its ends, which is read. */
export function partsOf({ from, until }: Period): {
  readonly hours: Period | undefined;
  readonly ends: readonly Period[];
} {
  const first = from && new Date(Math.ceil(from.getTime() / HOUR_MS) * HOUR_MS);
  const last = until && new Date(Math.floor(until.getTime() / HOUR_MS) * HOUR_MS);
  if (first !== undefined && last !== undefined && first >= last) return { hours: undefined, ends: [{ from, until }] };
  const ends: Period[] = [];
  if (from !== undefined && first !== undefined && from < first) ends.push({ from, until: first });
  if (until !== undefined && last !== undefined && last < until) ends.push({ from: last, until });
  return { hours: { from: first, until: last }, ends };
}

/** Sums per group, largest first; `limit` groups at most. */
export function summaryStatement(
  groups: readonly DeadLetterGroup[],
  filter: Omit<DeadLetterFilter, 'text' | 'keys' | 'ids'>,
  limit: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const { hours, ends } = partsOf(filter);
  const values: unknown[] = [limit];
  const conditions = (period: Period): string => {
    const { text, values: bound } = deadLetterConditions(
      { ...filter, from: period.from, until: period.until },
      values.length + 1,
    );
    values.push(...bound);
    return text;
  };
  const counted =
    hours &&
    `SELECT hour, reason, stage, event_type, source, status, records, oldest, newest
    FROM dead_letter_counts WHERE records > 0 AND ${conditions(hours).replaceAll('first_seen_at', 'hour')}`;
  const read = ends.map(
    (
      end,
    ) => `SELECT date_trunc('hour', first_seen_at, 'UTC'), reason, stage, event_type, source, status, 1, first_seen_at, last_seen_at
      FROM dead_letters WHERE ${conditions(end)}`,
  );
  const keys = groups.map((group) => `${COLUMN[group]} AS "${group}"`).join(', ');
  const text = `SELECT ${keys === '' ? '' : `${keys}, `}sum(records)::bigint::text AS count, min(oldest) AS oldest, max(newest) AS newest
    FROM (${[...(counted === undefined ? [] : [counted]), ...read].join(' UNION ALL ')})
         AS parts(hour, reason, stage, event_type, source, status, records, oldest, newest)
    ${groups.length === 0 ? 'HAVING sum(records) > 0' : `GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`}
    ORDER BY sum(records) DESC${groups.map((_, index) => `, ${index + 1}`).join('')} LIMIT $1`;
  return { text, values };
}
