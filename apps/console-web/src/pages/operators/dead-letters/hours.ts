const HOUR_MS = 3_600_000;
/** A week: more bars than pixels say nothing. */
const MOST_HOURS = 7 * 24;
/** A single bar over the whole width would look like a full day. */
const FEWEST_HOURS = 24;

export interface HourBar {
  readonly hour: string;
  readonly count: number;
}

/** Hour after hour up to the last one that has any, those without between them included. */
export function hourBars(groups: readonly { readonly hour?: string; readonly count: number }[]): HourBar[] {
  const counts = new Map<number, number>();
  for (const { hour, count } of groups) {
    if (hour !== undefined) counts.set(Date.parse(hour), (counts.get(Date.parse(hour)) ?? 0) + count);
  }
  if (counts.size === 0) return [];
  const last = Math.max(...counts.keys());
  const earliest = Math.min(...counts.keys());
  const hours = Math.min(MOST_HOURS, Math.max(FEWEST_HOURS, (last - earliest) / HOUR_MS + 1));
  return Array.from({ length: hours }, (_, at) => {
    const start = last - (hours - 1 - at) * HOUR_MS;
    return { hour: new Date(start).toISOString(), count: counts.get(start) ?? 0 };
  });
}
