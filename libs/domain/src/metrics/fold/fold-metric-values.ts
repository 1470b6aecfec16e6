import { addsUpBy, type MetricDefinition } from '../definitions/metric-definition';
import type { MetricQuestion } from '../question/metric-question';
import type { ExcludedRow } from '../statements/excluded.sql';
import type { ByReading } from '../statements/metric-statements';
import type { ValueRow } from '../statements/parts.sql';
import {
  isOther,
  type MetricCell,
  type MetricPoint,
  type MetricSeries,
  type MetricValues,
  OTHER,
} from './metric-values';
import { keyOf, type Pair, type RawSeries, SeriesTable } from './series-table';

/** A question with what was read for it. */
export interface Answered {
  readonly question: MetricQuestion;
  readonly rows: ByReading<readonly ValueRow[]>;
}

export interface AllReadings extends Answered {
  readonly comparison?: Answered;
  readonly watermark: Date | null;
  /** Undefined where bots and staff count. */
  readonly excluded: ExcludedRow | undefined;
}

/** Whether how large a group is must not be told. */
export type HidesSize = (dims: readonly string[]) => boolean;
const HIDES_NONE: HidesSize = () => false;

/**
 * Rows to the answer: the largest series stay, the others are added up where that means something. Groups whose size is hidden
 * come after all the others and by name: to stay or to be cut, and where to stand, would tell which of them is larger.
 */
export function foldMetricValues(readings: AllReadings, hidesSize = HIDES_NONE): MetricValues {
  const { question, rows, comparison, watermark, excluded } = readings;
  const table = tableOf({ question, rows });
  const ordered = inOrder(table.all, hidesSize);
  const kept = ordered.slice(0, question.limit);
  const truncated = ordered.length > kept.length;
  const names = new Set(kept.map(({ dims }) => keyOf(dims)));
  const withOther = truncated && addsUpBy(question.metric, question.dimensions);
  const earlier = comparison === undefined ? undefined : { ...comparison, table: tableOf(comparison) };
  const compared = (dims: readonly string[]) => {
    if (earlier === undefined) return {};
    const raw = isOther(dims) && withOther ? otherOf(earlier.table, names, earlier.question) : earlier.table.at(dims);
    const { points, total } = seriesOf(earlier.question, raw, watermark);
    return { comparison: { points, total } };
  };
  const shown = withOther ? [...kept, otherOf(table, names, question)] : kept;
  return {
    series: shown.map((raw) => ({ ...seriesOf(question, raw, watermark), ...compared(raw.dims) })),
    total: overall({ question, rows }),
    ...(comparison && { comparison: { period: comparison.question.period, total: overall(comparison) } }),
    watermark,
    excluded: { bots: Number(excluded?.bots ?? 0), staff: Number(excluded?.staff ?? 0) },
    truncated,
  };
}

const tableOf = ({ question, rows }: Answered): SeriesTable =>
  new SeriesTable(question.metric, question.buckets, rows, question.dimensions.length);

/** The total of everything: made of the groups' where they add up, else read by itself, since somebody active in two of them is one person. */
function overall({ question, rows }: Answered): MetricCell {
  const { metric, dimensions } = question;
  if (rows.overall === undefined && dimensions.length > 0) {
    return cellOf(metric, {
      numerator: sumOf(tableOf({ question, rows }).all.map(({ total }) => total)),
      denominator: undefined,
    });
  }
  return cellOf(metric, new SeriesTable(metric, [], rows.overall ?? rows, 0).at([]).total);
}

const sumOf = (pairs: readonly Pair[]): number => pairs.reduce((sum, { numerator }) => sum + (numerator ?? 0), 0);

function seriesOf(question: MetricQuestion, { dims, points, total }: RawSeries, watermark: Date | null): MetricSeries {
  const { metric, buckets, period } = question;
  const point = (start: Date, index: number): MetricPoint => {
    const end = buckets[index + 1] ?? period.until;
    return { start, ...cellOf(metric, points[index]!), complete: watermark !== null && watermark >= end };
  };
  return { dims, points: buckets.map(point), total: cellOf(metric, total) };
}

function cellOf({ unit, divisor = 1 }: MetricDefinition, { numerator, denominator }: Pair): MetricCell {
  const parts = unit === 'RUB' ? 100 : 1;
  if (numerator === null) return { value: null };
  const measured = numerator / divisor;
  if (denominator === undefined) return { value: measured / parts };
  return { value: denominator === 0 ? null : measured / (denominator * parts), numerator: measured, denominator };
}

/** Ratios by what they are a share of, the rest by what they are. */
const sizeOf = ({ total }: RawSeries): number => total.denominator ?? total.numerator ?? 0;

function inOrder(all: readonly RawSeries[], hidesSize: HidesSize): RawSeries[] {
  return all
    .map((series) => ({ series, size: hidesSize(series.dims) ? -Infinity : sizeOf(series), key: keyOf(series.dims) }))
    .sort((one, other) => (one.size === other.size ? (one.key < other.key ? -1 : 1) : other.size - one.size))
    .map(({ series }) => series);
}

function otherOf(table: SeriesTable, kept: ReadonlySet<string>, { dimensions, buckets }: MetricQuestion): RawSeries {
  const rest = table.all.filter(({ dims }) => !kept.has(keyOf(dims)));
  const sum = (pick: (series: RawSeries) => Pair): Pair => ({
    numerator: sumOf(rest.map(pick)),
    denominator: undefined,
  });
  return {
    dims: dimensions.map(() => OTHER),
    points: buckets.map((_, index) => sum(({ points }) => points[index]!)),
    total: sum(({ total }) => total),
  };
}
