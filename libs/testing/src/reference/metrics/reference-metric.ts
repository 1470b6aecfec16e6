import type { ValidatedEvent } from '@analytics/contracts';
import { Calendar, type Granularity } from '../facts/calendar';
import type { Interval } from '../facts/intervals';
import { type World, worldOf } from '../world';
import { ACTIVITY_METRICS } from './activity-metrics';
import { EVENT_METRICS } from './event-metrics';
import { type Ask, type Basis, type MetricReference, type MetricValue } from './metric-value';
import { MONEY_METRICS } from './money-metrics';
import { SESSION_METRICS } from './session-metrics';
import { type Filter, passes, Slice, valuesOf } from './slice';
import { type Dimension, type Row, type Sources, sourcesOf } from './sources';
import { WISH_METRICS } from './wish-metrics';

export interface ReferenceQuestion {
  readonly zone: string;
  readonly periodStart: Date;
  /** The period is half-open. */
  readonly periodEnd: Date;
  readonly granularity: Granularity;
  readonly dimensions?: readonly Dimension[];
  readonly filters?: readonly Filter[];
  /** For money and payers. */
  readonly basis?: Basis;
}

export interface ReferenceSeries {
  readonly dimensions: Readonly<Partial<Record<Dimension, string>>>;
  readonly points: readonly (MetricValue & { readonly start: Date })[];
  readonly total: MetricValue;
}

export interface ReferenceAnswer {
  /** Without dimensions one; with dimensions those that have anything to show, in order of their values. */
  readonly series: readonly ReferenceSeries[];
  readonly total: MetricValue;
}

const METRICS: Readonly<Record<string, MetricReference>> = {
  ...ACTIVITY_METRICS,
  ...EVENT_METRICS,
  ...MONEY_METRICS,
  ...SESSION_METRICS,
  ...WISH_METRICS,
};

export const REFERENCE_METRICS: readonly string[] = Object.keys(METRICS);

/** The answer to a question about a metric, worked out from the events as they arrived. */
export function referenceMetric(
  name: string,
  delivered: readonly ValidatedEvent[],
  question: ReferenceQuestion,
): ReferenceAnswer {
  const metric = METRICS[name];
  if (metric === undefined) throw new RangeError(`the reference has no metric ${name}`);
  const world = worldOf(delivered);
  const { filters = [], dimensions = [] } = question;
  const answer = (values: Readonly<Partial<Record<Dimension, string>>>): ReferenceSeries =>
    seriesOf(metric, new Slice(world, filters, values), question);
  const whole = answer({});
  if (dimensions.length === 0) return { series: [whole], total: whole.total };
  const slice = new Slice(world, filters, {});
  const series = valuesIn(slice, dimensions).map(answer);
  return { series: series.filter(hasAnything), total: whole.total };
}

function seriesOf(metric: MetricReference, slice: Slice, question: ReferenceQuestion): ReferenceSeries {
  const calendar = Calendar.of(question.zone);
  const period = { from: question.periodStart.getTime(), until: question.periodEnd.getTime() };
  const base = { calendar, basis: question.basis ?? 'booking_date' };
  const value = (stretch: Interval, lastDay: number): MetricValue =>
    metric(slice, { ...base, stretch, lastDay } as Ask);
  return {
    dimensions: slice.dimensions,
    points: calendar.buckets(period, question.granularity).map((bucket) => ({
      start: new Date(bucket.from),
      ...value(bucket, calendar.dayOf(bucket.until - 1)),
    })),
    total: value(period, lastCompleteDay(calendar, period, slice.world.watermark)),
  };
}

/** The last day of the period that the watermark has passed; while there is none, its first day. */
function lastCompleteDay(calendar: Calendar, period: Interval, watermark: number): number {
  const first = calendar.dayOf(period.from);
  let day = calendar.dayOf(period.until - 1);
  const isComplete = (): boolean => {
    const end = calendar.startOf(day + 1);
    return end <= watermark && end <= period.until;
  };
  while (day > first && !isComplete()) day -= 1;
  return day;
}

type Values = Readonly<Partial<Record<Dimension, string>>>;

/** Of each world the combinations that were looked for: all of its metrics have the same. */
const known = new WeakMap<World, Map<string, readonly Values[]>>();

function valuesIn(slice: Slice, dimensions: readonly Dimension[]): readonly Values[] {
  const ofWorld = known.get(slice.world) ?? new Map<string, readonly Values[]>();
  known.set(slice.world, ofWorld);
  const key = JSON.stringify([dimensions, slice.filters]);
  const values = ofWorld.get(key) ?? findValues(slice, dimensions);
  ofWorld.set(key, values);
  return values;
}

/** Every combination of values that anything has, in order. */
function findValues(slice: Slice, dimensions: readonly Dimension[]): readonly Values[] {
  const combinations = new Map<string, Values>();
  const sources = sourcesOf(slice.world);
  for (const rows of Object.values(sources) as Sources[keyof Sources][]) {
    for (const row of slice.of(rows as readonly Row<unknown>[])) {
      for (const values of combinationsOf(slice, row, dimensions)) combinations.set(JSON.stringify(values), values);
    }
  }
  return [...combinations.keys()].sort().map((key) => combinations.get(key)!);
}

function combinationsOf(
  slice: Slice,
  row: Row<unknown>,
  dimensions: readonly Dimension[],
): Partial<Record<Dimension, string>>[] {
  return dimensions.reduce<Partial<Record<Dimension, string>>[]>(
    (combinations, dimension) => {
      const filters = slice.filters.filter((filter) => filter.dimension === dimension);
      const values = valuesOf(slice.world, row, dimension).filter((value) =>
        filters.every((filter) => passes(filter, [value])),
      );
      return combinations.flatMap((known) => values.map((value) => ({ ...known, [dimension]: value })));
    },
    [{}],
  );
}

const hasAnything = ({ points, total }: ReferenceSeries): boolean =>
  [...points, total].some(
    ({ value, numerator, denominator }) => (value ?? 0) !== 0 || (numerator ?? 0) !== 0 || (denominator ?? 0) !== 0,
  );
