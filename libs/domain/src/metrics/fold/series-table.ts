import type { MetricDefinition } from '../definitions/metric-definition';
import type { ByReading } from '../statements/metric-statements';
import type { ValueRow } from '../statements/parts.sql';

/** What was read for one bucket; null where there is no number. */
export interface Pair {
  readonly numerator: number | null;
  /** Undefined where the metric is no ratio. */
  readonly denominator: number | undefined;
}

export interface RawSeries {
  readonly dims: readonly string[];
  readonly points: readonly Pair[];
  readonly total: Pair;
}

/** The rows of all readings as series, one for each group that has a row. */
export class SeriesTable {
  readonly #series = new Map<string, RawSeries>();

  constructor(
    private readonly metric: MetricDefinition,
    private readonly buckets: readonly Date[],
    { numerator, denominator }: ByReading<readonly ValueRow[]>,
    dimensionCount: number,
  ) {
    const above = groups(numerator);
    const below = denominator === undefined ? undefined : groups(denominator);
    const keys = new Map([...above, ...(below ?? [])].map(([key, { dims }]) => [key, dims]));
    // A total over nothing is a row of its own where nothing is broken down, and no group at all where it is.
    if (dimensionCount === 0) keys.set(keyOf([]), []);
    for (const [key, dims] of keys) {
      this.#series.set(key, this.read(dims, above.get(key), below && { of: below.get(key) }));
    }
  }

  get all(): RawSeries[] {
    return [...this.#series.values()];
  }

  /** The series of a group; one without any data where it has none. */
  at(dims: readonly string[]): RawSeries {
    const ratio = this.metric.denominator === undefined ? undefined : { of: undefined };
    return this.#series.get(keyOf(dims)) ?? this.read(dims, undefined, ratio);
  }

  private read(
    dims: readonly string[],
    above: Group | undefined,
    below: { of: Group | undefined } | undefined,
  ): RawSeries {
    const nothing = this.metric.nullWhenEmpty === true ? null : 0;
    const pair = (pick: (group: Group) => number | null | undefined): Pair => ({
      numerator: (above === undefined ? nothing : pick(above)) ?? nothing,
      denominator: below === undefined ? undefined : ((below.of === undefined ? 0 : pick(below.of)) ?? 0),
    });
    const points = this.buckets.map((start) => pair(({ values }) => values.get(start.getTime())));
    return { dims, points, total: pair(({ total }) => total) };
  }
}

export const keyOf = (dims: readonly string[]): string => JSON.stringify(dims);

interface Group {
  readonly dims: readonly string[];
  readonly values: Map<number, number | null>;
  total: number | null;
}

function groups(rows: readonly ValueRow[]): Map<string, Group> {
  const found = new Map<string, Group>();
  for (const { dims, bucket_ms, is_total, value } of rows) {
    const key = keyOf(dims);
    const group = found.get(key) ?? { dims, values: new Map<number, number | null>(), total: null };
    found.set(key, group);
    const number = value === null ? null : Number(value);
    if (Number(is_total) === 1) group.total = number;
    else group.values.set(Number(bucket_ms), number);
  }
  return found;
}
