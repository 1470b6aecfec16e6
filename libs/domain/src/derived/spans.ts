/** A stretch of time with both its ends, in Unix milliseconds; `toMs` may be infinite. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The same instants in as few spans as possible, in order. Spans no further apart than `gapMs` become one. */
export function joined(spans: readonly Span[], gapMs = 0): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = result.at(-1);
    if (last !== undefined && span.fromMs - last.toMs <= gapMs) {
      result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
    } else result.push(span);
  }
  return result;
}

export const widened = ({ fromMs, toMs }: Span, byMs: number): Span => ({ fromMs: fromMs - byMs, toMs: toMs + byMs });

/** Whether an instant lies in one of the spans, which are in order and apart. */
export function covers(spans: readonly Span[], atMs: number): boolean {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[middle]!.toMs < atMs) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.fromMs <= atMs;
}

export const meets = (spans: readonly Span[], { fromMs, toMs }: Span): boolean =>
  spans.some((span) => span.fromMs <= toMs && fromMs <= span.toMs);

const DAY_MS = 86_400_000;

/** Whole days of UTC: what the tables are ordered by, counted from 1970-01-01. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
export const startOfDayMs = (day: number): number => day * DAY_MS;

/** The engine's `Date` counts in 16 bits and begins anew beyond them, so that is how a day outside of 1970 to 2149 is found. */
const DAYS_OF_A_DATE = 65_536;
export const writtenDay = (day: number): string =>
  new Date(startOfDayMs(((day % DAYS_OF_A_DATE) + DAYS_OF_A_DATE) % DAYS_OF_A_DATE)).toISOString().slice(0, 10);

export const daysFrom = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
