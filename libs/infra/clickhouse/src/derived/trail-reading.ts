import {
  covers,
  dayOf,
  daysFrom,
  joined,
  type NumberedDay,
  type Span,
  startOfDayMs,
  STORE_SESSION_RULES,
  touchedStretches,
  trailDays,
  type TrailEvent,
  trailEvents,
  type TrailSide,
  widened,
} from '@analytics/domain';
import { askInSlices, type DerivedLimits, type Warehouse } from './derived-store';

/** What was read of a trail, and where. */
export interface ReadTrail {
  readonly events: readonly TrailEvent[];
  /** Spans of whole days; an endless one has no end. */
  readonly read: readonly Span[];
}

/** Spans of so many days or fewer are read day by day without asking first on which there is something. */
const FEW_DAYS = 3;

/** One trail while it is being read: what was touched, what is read of it, what was found. */
class Reading {
  readonly events: TrailEvent[] = [];
  /** Spans of whole days that were read, or asked for and known to be empty. */
  read: Span[] = [];
  wanted: Span[];

  constructor(
    readonly no: number,
    readonly touched: readonly Span[],
  ) {
    this.wanted = joined(touched.map((span) => wholeDays(widened(span, STORE_SESSION_RULES.gapMs))));
  }

  /** Stretches that reach to the edge of what was read and may go on beyond it, and by how much to look further. */
  further(days: number): Span[] {
    const { gapMs } = STORE_SESSION_RULES;
    const spans: Span[] = [];
    for (const stretch of touchedStretches(this.events, this.touched)) {
      const [first, last] = [stretch[0]!.atMs, stretch.at(-1)!.atMs];
      for (const edge of [first - gapMs, last + gapMs]) {
        if (covers(this.read, edge)) continue;
        const day = dayOf(edge);
        spans.push(
          edge < first
            ? wholeDays({ fromMs: startOfDayMs(day - days + 1), toMs: edge })
            : wholeDays({ fromMs: edge, toMs: startOfDayMs(day + days - 1) }),
        );
      }
    }
    return joined(spans);
  }
}

const wholeDays = ({ fromMs, toMs }: Span): Span => ({
  fromMs: startOfDayMs(dayOf(fromMs)),
  toMs: toMs === Number.POSITIVE_INFINITY ? toMs : startOfDayMs(dayOf(toMs) + 1) - 1,
});

export const isLong = (span: Span): boolean => lengthInDays(span) > FEW_DAYS;

const lengthInDays = ({ fromMs, toMs }: Span): number => dayOf(toMs) - dayOf(fromMs) + 1;

/**
 * The events of trails around what was touched, outwards until there is a pause on both sides. Another account may have made
 * what lies next to it, so the pause is looked for on the trail as a whole.
 */
export async function readTrails(
  warehouse: Warehouse,
  side: TrailSide,
  touched: ReadonlyMap<number, readonly Span[]>,
  limits: DerivedLimits,
): Promise<ReadonlyMap<number, ReadTrail>> {
  const readings = new Map([...touched].map(([no, spans]) => [no, new Reading(no, joined(spans))]));
  let step = 1;
  for (let grown = 0; ; grown += step, step *= 2) {
    const days = await daysToRead(warehouse, side, [...readings.values()]);
    const rows = await askInSlices(warehouse, days, (slice) => trailEvents(side, slice));
    for (const row of rows) {
      readings.get(side === 'device' ? row.deviceNo : row.userNo)?.events.push({ ...row, atMs: Number(row.atMs) });
    }
    let open = false;
    for (const reading of readings.values()) {
      reading.read = joined([...reading.read, ...reading.wanted], 1);
      reading.wanted = grown + step > limits.trailDays ? [] : reading.further(step);
      open ||= reading.wanted.length > 0;
    }
    if (!open) return readings;
  }
}

/** Days not read yet. Where a span is long, only those on which there is something. */
async function daysToRead(warehouse: Warehouse, side: TrailSide, readings: readonly Reading[]): Promise<NumberedDay[]> {
  const few: NumberedDay[] = [];
  const long: Reading[] = [];
  for (const reading of readings) {
    if (reading.wanted.some(isLong)) long.push(reading);
    else few.push(...reading.wanted.flatMap((span) => unread(reading, daysFrom(dayOf(span.fromMs), dayOf(span.toMs)))));
  }
  if (long.length === 0) return few;
  const fromMs = Math.min(...long.flatMap(({ wanted }) => wanted.map((span) => span.fromMs)));
  const known = await warehouse.run(
    trailDays(
      side,
      long.map(({ no }) => no),
      Math.max(0, fromMs),
    ),
  );
  const byNo = new Map(long.map((reading) => [reading.no, reading]));
  const found = known.filter(({ no, day }) => covers(byNo.get(no)!.wanted, startOfDayMs(day)));
  return [...few, ...found.filter(({ no, day }) => !covers(byNo.get(no)!.read, startOfDayMs(day)))];
}

const unread = ({ no, read }: Reading, days: readonly number[]): NumberedDay[] =>
  days.filter((day) => !covers(read, startOfDayMs(day))).map((day) => ({ no, day }));
