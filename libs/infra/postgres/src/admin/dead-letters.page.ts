import { deadLetterConditions, hasWords } from './dead-letters.filter';
import type { DeadLetterFilter, DeadLetterPlace } from './dead-letters.records';
import { ITEM_COLUMNS } from './dead-letters.rows';

/** So many of the newest records are looked through before anything else is asked. */
const WALKED = 5_000;
const ORDER = 'ORDER BY first_seen_at DESC, id DESC';

/**
 * `newest`: only the newest records are looked through, for words those of the other conditions; `by_words`: the index of words
 * finds them.
 */
export type PageWay = 'in_order' | 'newest' | 'by_words';

export interface PageQuestion {
  readonly filter: DeadLetterFilter;
  readonly place: DeadLetterPlace | undefined;
  readonly limit: number;
}

export interface BoundText {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What sums are kept by. */
const SUMMED = ['reason', 'type', 'source', 'stage', 'status'] as const;
/** An index is in order of time for these, and nothing else narrows them. */
const IN_ORDER = new Set(['', 'reason', 'type', 'source', 'status', 'reason type']);

/** The newest records of a filter before a place. */
export function pageStatement(
  { filter: { text: words, ...filter }, place, limit }: PageQuestion,
  way: PageWay,
): BoundText {
  const values: unknown[] = [limit];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const all = (given: DeadLetterFilter): string => {
    const { text, values: bound } = deadLetterConditions(given, values.length + 1);
    values.push(...bound);
    return text;
  };
  const wanted = all(filter);
  const after = place === undefined ? '' : `AND (first_seen_at, id) < (${bind(place.firstSeenAt)}, ${bind(place.id)})`;
  const matching = `${wanted} ${after}`;
  const newest = (most: string, columns: string): string =>
    isInOrder(filter)
      ? `SELECT ${columns} FROM dead_letters WHERE ${matching} ${ORDER} LIMIT ${most}`
      : withinHours({ matching, columns, most }, hoursOf(filter, place, most, { all, bind }));
  if (words === undefined && way === 'newest') {
    const walked = `SELECT * FROM dead_letters WHERE ${all(periodOf(filter))} ${after} ${ORDER} LIMIT ${WALKED}`;
    return { text: `SELECT ${ITEM_COLUMNS} FROM (${walked}) AS newest WHERE ${wanted} ${ORDER} LIMIT $1`, values };
  }
  if (words === undefined) return { text: newest('$1::bigint', ITEM_COLUMNS), values };
  const has = hasWords(bind(words));
  // OFFSET keeps the order out of the choice of an index.
  const from =
    way === 'newest'
      ? `(${newest(String(WALKED), '*')}) AS newest WHERE ${has}`
      : `(SELECT * FROM dead_letters WHERE ${has} AND ${matching} OFFSET 0) AS found`;
  return { text: `SELECT ${ITEM_COLUMNS} FROM ${from} ${ORDER} LIMIT $1`, values };
}

const periodOf = ({ from, until }: DeadLetterFilter): DeadLetterFilter => ({
  ...(from !== undefined && { from }),
  ...(until !== undefined && { until }),
});

/** Whether an index has the records of the filter in the order of a page. */
export function isInOrder(filter: DeadLetterFilter): boolean {
  if (filter.ids !== undefined || filter.keys !== undefined) return true;
  return IN_ORDER.has(SUMMED.filter((name) => filter[name] !== undefined).join(' '));
}

interface Binder {
  readonly all: (given: DeadLetterFilter) => string;
  readonly bind: (value: unknown) => string;
}

/**
 * The newest hours in which there are so many records of the filter, by the sums: first whole days, then their hours. No index is
 * in the order of time for several conditions at once, and what few records meet would be looked for among all.
 */
function hoursOf(
  filter: DeadLetterFilter,
  place: DeadLetterPlace | undefined,
  most: string,
  { all, bind }: Binder,
): string {
  const sums = all(Object.fromEntries(SUMMED.map((name) => [name, filter[name]])));
  const ends = [place?.firstSeenAt, filter.until].filter((end): end is Date => end !== undefined);
  const end = ends.length === 0 ? undefined : bind(new Date(Math.min(...ends.map(Number))));
  const begin = filter.from === undefined ? undefined : bind(filter.from);
  const counted = (span: 'day' | 'hour'): string => {
    const first = begin === undefined ? '' : `AND hour >= date_trunc('${span}', ${begin}::timestamptz, 'UTC')`;
    const last = end === undefined ? '' : `AND hour <= ${end}::timestamptz`;
    return `span = '${span}' AND records > 0 AND ${sums} ${first} ${last}`;
  };
  // The piece in which the period ends is looked into, but how many of its records are wanted is not known.
  const whole = (span: 'day' | 'hour'): string =>
    end === undefined
      ? 'sum(records)'
      : `CASE WHEN hour < date_trunc('${span}', ${end}::timestamptz, 'UTC') THEN sum(records) ELSE 0 END`;
  const newer = (span: 'day' | 'hour'): string =>
    `sum(${whole(span)}) OVER (ORDER BY hour DESC) - ${whole(span)} AS newer`;
  return `WITH days AS MATERIALIZED (
      SELECT hour AS day, ${newer('day')} FROM dead_letter_counts WHERE ${counted('day')} GROUP BY hour),
    hours AS MATERIALIZED (
      SELECT hour, ${newer('hour')}
        FROM days CROSS JOIN LATERAL (
          SELECT hour, records FROM dead_letter_counts
           WHERE hour >= day AND hour < day + interval '1 day' AND ${counted('hour')}) AS of_day
       WHERE days.newer < ${most} GROUP BY hour)
    SELECT hour FROM hours WHERE newer < ${most} ORDER BY hour DESC`;
}

interface Wanted {
  readonly matching: string;
  readonly columns: string;
  readonly most: string;
}

const withinHours = ({ matching, columns, most }: Wanted, hours: string): string =>
  `SELECT ${columns === '*' ? 'found.*' : columns} FROM (${hours}) AS within CROSS JOIN LATERAL (
      SELECT * FROM dead_letters
       WHERE first_seen_at >= within.hour AND first_seen_at < within.hour + interval '1 hour' AND ${matching}
       ${ORDER} LIMIT ${most}) AS found ${ORDER} LIMIT ${most}`;
