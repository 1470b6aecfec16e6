import type { FactsSpan, OffsetRange, Segment } from '@analytics/domain';
import type { CommittedLakeBatch, LakePartition, NewLakeFile } from '@analytics/infra-postgres';

const HOUR_MS = 3_600_000;
/** What a column of instants can hold; what is beyond is in the lake only. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(2299, 11, 31);

/** What the lake holds of one partition from one hour. */
export interface LakeHour extends LakePartition {
  /** In which the batches were opened. */
  readonly hour: Date;
  readonly ranges: readonly OffsetRange[];
  readonly files: readonly NewLakeFile[];
  readonly rows: number;
  readonly xor: bigint;
}

/** All hours of one partition. */
export interface LakePlace extends LakePartition {
  readonly hours: readonly LakeHour[];
}

/** Batches by partition and hour, in the order of their offsets. */
export function placesOf(batches: readonly CommittedLakeBatch[]): LakePlace[] {
  const hours = new Map<string, LakeHour>();
  for (const { topic, part, openedAt, from, to, files, rows, xor } of batches) {
    const hour = new Date(Math.floor(openedAt.getTime() / HOUR_MS) * HOUR_MS);
    const key = `${topic}/${part}/${hour.getTime()}`;
    const known = hours.get(key) ?? { topic, part, hour, ranges: [], files: [], rows: 0, xor: 0n };
    hours.set(key, {
      ...known,
      ranges: [...known.ranges, { from, to }],
      files: [...known.files, ...files],
      rows: known.rows + rows,
      xor: known.xor ^ xor,
    });
  }
  const places = new Map<string, LakeHour[]>();
  for (const hour of hours.values()) {
    const key = `${hour.topic}/${hour.part}`;
    places.set(key, [...(places.get(key) ?? []), hour]);
  }
  return [...places.values()].map((of) => ({ topic: of[0]!.topic, part: of[0]!.part, hours: of }));
}

/** Whether files of the hour were taken out because of their age: what is left proves nothing of the others. */
export const isPartlyRemoved = ({ files, rows }: LakeHour): boolean =>
  files.reduce((sum, file) => sum + file.rows, 0) !== rows;

export const offsetsIn = ({ ranges }: LakeHour): number =>
  ranges.reduce((sum, { from, to }) => sum + Number(to - from) + 1, 0);

export const holds = ({ ranges }: Pick<LakeHour, 'ranges'>, offset: bigint): boolean =>
  ranges.some(({ from, to }) => offset >= from && offset <= to);

export function spanOf({ topic, part }: LakePartition, hours: readonly LakeHour[]): FactsSpan {
  const ranges = hours.flatMap((hour) => hour.ranges);
  const files = hours.flatMap((hour) => hour.files);
  const instant = (pick: (...ms: number[]) => number, of: (file: NewLakeFile) => Date): Date => {
    const ms = files.reduce((found, file) => pick(found, of(file).getTime()), of(files[0] ?? NO_FILE).getTime());
    return new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS));
  };
  return {
    topic,
    part,
    from: ranges.reduce((least, { from }) => (from < least ? from : least), ranges[0]!.from),
    to: ranges.reduce((most, { to }) => (to > most ? to : most), ranges[0]!.to),
    firstAt: instant(Math.min, ({ firstAt }) => firstAt),
    lastAt: instant(Math.max, ({ lastAt }) => lastAt),
  };
}

const NO_FILE = { firstAt: new Date(0), lastAt: new Date(0) } as NewLakeFile;

/** The ranges of the hours as segments that know their hour, and what lies between them as segments of none. */
export function segmentsOf(hours: readonly LakeHour[]): Segment[] {
  const ranges = hours.flatMap((hour, group) => hour.ranges.map((range) => ({ ...range, group })));
  ranges.sort((a, b) => (a.from < b.from ? -1 : 1));
  return ranges.flatMap(({ from, to, group }, index) => {
    const next = ranges[index + 1]?.from;
    return next === to + 1n
      ? [{ from, group }]
      : [
          { from, group },
          { from: to + 1n, group: undefined },
        ];
  });
}
