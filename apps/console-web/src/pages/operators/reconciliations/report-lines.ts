import type { OffsetRange, ReconciliationLine } from '../api/operations';

/** What differs first, then in the order of the log. */
export function reportLines(lines: readonly ReconciliationLine[], onlyDiffering: boolean): ReconciliationLine[] {
  return lines
    .filter(({ difference }) => !onlyDiffering || difference !== 0)
    .toSorted(
      (one, other) =>
        Number(other.difference !== 0) - Number(one.difference !== 0) ||
        one.topic.localeCompare(other.topic) ||
        one.partition - other.partition ||
        one.hour.localeCompare(other.hour),
    );
}

const MOST_RANGES = 20;

/** `12`, `15–18`; of very many the first ones. */
export function rangesText(ranges: readonly OffsetRange[]): string {
  const shown = ranges.slice(0, MOST_RANGES).map(([from, to]) => (from === to ? from : `${from}–${to}`));
  return `${shown.join(', ')}${ranges.length > MOST_RANGES ? ', …' : ''}`;
}

const KOPECKS = 100n;

/** Kopecks as exact roubles: amounts may be beyond what a number holds. */
export function roublesOf(kopecks: string): string {
  const amount = BigInt(kopecks);
  const size = amount < 0n ? -amount : amount;
  return `${amount < 0n ? '-' : ''}${size / KOPECKS}.${String(size % KOPECKS).padStart(2, '0')}`;
}

/** The last full day up to the end of the present hour: what is mostly asked. */
export function usualPeriod(now: Date): { readonly from: string; readonly until: string } {
  const HOUR_MS = 3_600_000;
  const until = (Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS;
  return { from: new Date(until - 24 * HOUR_MS).toISOString(), until: new Date(until).toISOString() };
}
