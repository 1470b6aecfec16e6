import { type HourlyVolume, type TypeQualityRow, WATCHED_COLUMNS, type WatchedColumn } from './data-quality.sql';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Days that say what is usual. */
export const USUAL_DAYS = 14;
/** Below this many usual events a day nothing is said: chance alone halves or doubles them. */
const LEAST_USUAL = 20;

export type VolumeVerdict = 'usual' | 'low' | 'high' | 'new' | 'too_few_to_tell';

export interface TypeQuality {
  readonly type: string;
  /** Of the last 24 full hours, by when they happened. */
  readonly volume: number;
  /** Sum over these hours of the median of the same hour of the 14 days before. */
  readonly usualVolume: number;
  readonly verdict: VolumeVerdict;
  /** Of the last 24 hours, by when they came; null when nothing came. */
  readonly received: number;
  readonly lastReceivedAt: Date | null;
  /** Of those that came and those that were refused for it. */
  readonly violationShare: number | null;
  /** Came more than an hour after it happened. */
  readonly lateShare: number | null;
  readonly emptyShares: Readonly<Record<WatchedColumn, number>> | null;
}

/** The span of hours the volumes are read for: the usual days and the last day, full hours only. */
export function volumeSpan(now: Date): { readonly from: Date; readonly until: Date } {
  const until = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return { from: new Date(until - (USUAL_DAYS + 1) * DAY_HOURS * HOUR_MS), until: new Date(until) };
}

/** Every type that has anything to say, by name. */
export function dataQuality(
  volumes: readonly HourlyVolume[],
  types: readonly TypeQualityRow[],
  refused: ReadonlyMap<string, number>,
  now: Date,
): TypeQuality[] {
  const byType = new Map<string, Map<number, number>>();
  for (const { event_type: type, hour_ms, events } of volumes) {
    const hours = byType.get(type) ?? new Map<number, number>();
    byType.set(type, hours.set(Number(hour_ms), Number(events)));
  }
  const rows = new Map(types.map((row) => [row.event_type, row]));
  const names = [...new Set([...byType.keys(), ...rows.keys(), ...refused.keys()])].sort();
  return names.map((type) => ({
    ...qualityOf(type, byType.get(type) ?? new Map<number, number>(), rows.get(type), now),
    violationShare: violationShare(rows.get(type), refused.get(type) ?? 0),
  }));
}

function qualityOf(
  type: string,
  hours: ReadonlyMap<number, number>,
  row: TypeQualityRow | undefined,
  now: Date,
): Omit<TypeQuality, 'violationShare'> {
  const { volume, usual } = volumesOf(hours, volumeSpan(now).until.getTime());
  const received = Number(row?.events ?? 0);
  const share = (count: string): number => Number(count) / received;
  return {
    type,
    volume,
    usualVolume: usual,
    verdict: verdictOf(volume, usual),
    received,
    lastReceivedAt: row === undefined ? null : new Date(Number(row.last_received_ms)),
    lateShare: row === undefined ? null : share(row.late),
    emptyShares: row === undefined ? null : emptyShares(row, share),
  };
}

function violationShare(row: TypeQualityRow | undefined, refused: number): number | null {
  const all = Number(row?.events ?? 0) + refused;
  return all === 0 ? null : (Number(row?.violations ?? 0) + refused) / all;
}

const emptyShares = (row: TypeQualityRow, share: (count: string) => number) =>
  Object.fromEntries(WATCHED_COLUMNS.map((column) => [column, share(row[`empty_${column}`])])) as Record<
    WatchedColumn,
    number
  >;

function volumesOf(hours: ReadonlyMap<number, number>, untilMs: number): { volume: number; usual: number } {
  let volume = 0;
  let usual = 0;
  for (let back = 1; back <= DAY_HOURS; back += 1) {
    const hour = untilMs - back * HOUR_MS;
    volume += hours.get(hour) ?? 0;
    const before = Array.from(
      { length: USUAL_DAYS },
      (_, day) => hours.get(hour - (day + 1) * DAY_HOURS * HOUR_MS) ?? 0,
    );
    usual += median(before);
  }
  return { volume, usual };
}

function verdictOf(volume: number, usual: number): VolumeVerdict {
  if (usual === 0 && volume >= LEAST_USUAL) return 'new';
  if (usual < LEAST_USUAL) return 'too_few_to_tell';
  if (volume < usual / 2) return 'low';
  return volume > usual * 2 ? 'high' : 'usual';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
