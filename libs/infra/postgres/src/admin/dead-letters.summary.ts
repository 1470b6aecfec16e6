import { deadLetterConditions } from './dead-letters.filter';
import type { DeadLetterFilter, DeadLetterGroup } from './dead-letters.records';

const SPAN_MS = { hour: 3_600_000, day: 86_400_000 } as const;
type Span = keyof typeof SPAN_MS;

const COLUMN: Readonly<Record<DeadLetterGroup, string>> = {
  reason: 'reason',
  type: 'event_type',
  source: 'source',
  stage: 'stage',
  status: 'status',
  hour: `to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
};
const NAMES = 'hour, reason, stage, event_type, source, status, records, oldest, newest';

type Period = Pick<DeadLetterFilter, 'from' | 'until'>;

/** A piece of a period: counted by whole hours or days, or, at its ends, read record by record. */
export type SummaryPart = Period & { readonly span: Span | 'record' };

/** The fewest pieces of a period: what is left of one span is divided by the next. */
export function partsOf({ from, until }: Period, [span, ...smaller]: readonly Span[]): SummaryPart[] {
  if (span === undefined) return [{ span: 'record', from, until }];
  const size = SPAN_MS[span];
  const first = from && new Date(Math.ceil(from.getTime() / size) * size);
  const last = until && new Date(Math.floor(until.getTime() / size) * size);
  if (first !== undefined && last !== undefined && first >= last) return partsOf({ from, until }, smaller);
  return [
    { span, from: first, until: last },
    ...(from !== undefined && from < first! ? partsOf({ from, until: first }, smaller) : []),
    ...(until !== undefined && last! < until ? partsOf({ from: last, until }, smaller) : []),
  ];
}

/** Sums per group, largest first; `limit` groups at most. */
export function summaryStatement(
  groups: readonly DeadLetterGroup[],
  filter: Omit<DeadLetterFilter, 'text' | 'keys' | 'ids'>,
  limit: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [limit];
  const read = ({ span, ...period }: SummaryPart): string => {
    const { text, values: bound } = deadLetterConditions({ ...filter, ...period }, values.length + 1);
    values.push(...bound);
    return span === 'record'
      ? `SELECT date_trunc('hour', first_seen_at, 'UTC'), reason, stage, event_type, source, status, 1, first_seen_at, last_seen_at
           FROM dead_letters WHERE ${text}`
      : `SELECT ${NAMES} FROM dead_letter_counts
          WHERE span = '${span}' AND records > 0 AND ${text.replaceAll('first_seen_at', 'hour')}`;
  };
  const parts = partsOf(filter, groups.includes('hour') ? ['hour'] : ['day', 'hour']).map(read);
  const keys = groups.map((group) => `${COLUMN[group]} AS "${group}", `).join('');
  const places = groups.map((_, index) => index + 1);
  const text = `SELECT ${keys}sum(records)::bigint::text AS count, min(oldest) AS oldest, max(newest) AS newest
    FROM (${parts.join(' UNION ALL ')}) AS parts(${NAMES})
    ${groups.length === 0 ? 'HAVING sum(records) > 0' : `GROUP BY ${places.join(', ')}`}
    ORDER BY ${['sum(records) DESC', ...places].join(', ')} LIMIT $1`;
  return { text, values };
}
