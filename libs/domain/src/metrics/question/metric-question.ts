import { bucketStarts, GRANULARITIES, type Granularity } from '../../time/buckets';
import { movedByCalendar, Period, wholeDaysIn } from '../../time/period';
import { TimeZone } from '../../time/time-zone';
import type { MetricDefinition } from '../definitions/metric-definition';
import { metricNamed } from '../definitions/metrics';
import { hasApproximation } from './approximation';
import { type Dimension, isDimension } from './dimensions';
import { type Filter, parseFilters } from './filter';
import { QuestionInvalid, QuestionTooExpensive } from './question-errors';

const LIMIT_DAYS: Readonly<Record<Granularity, number>> = { minute: 1, hour: 31, day: 366, week: 1_098, month: 1_830 };
const MAX_DIMENSIONS = 5;
const SERIES = { default: 1_000, most: 1_000 };
const DAY_MS = 24 * 3_600_000;
/** Lets a month with the clock put back pass. */
const SPARE_MS = 2 * 3_600_000;
export const DEFAULT_ZONE = 'Europe/Moscow';

export const COMPARISONS = ['previous_period', 'previous_year'] as const;
export type Comparison = (typeof COMPARISONS)[number];
/** The day money counts on: a refund's own day, or the day of the purchase it takes back. */
export const BASES = ['booking_date', 'purchase_date'] as const;
export type Basis = (typeof BASES)[number];

const YES_OR_NO = ['true', 'false'] as const;

/** A question as it came, every part still text. */
export interface MetricAsk {
  readonly metric: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly granularity?: string;
  readonly timezone?: string;
  /** Comma list. */
  readonly dimensions?: string;
  /** JSON. */
  readonly filters?: string;
  readonly compare?: string;
  readonly basis?: string;
  readonly limit?: string;
  /** `true` where a number that is only nearly right may be told, if it is cheaper. */
  readonly approximate?: string;
}

interface Parts {
  readonly metric: MetricDefinition;
  readonly period: Period;
  readonly granularity: Granularity;
  readonly zone: TimeZone;
  readonly dimensions: readonly Dimension[];
  readonly filters: readonly Filter[];
  readonly basis: Basis;
  /** Most series in the answer; the largest stay. */
  readonly limit: number;
  readonly comparison: Comparison | undefined;
  readonly approximate: boolean;
}

/** What is asked of a metric; an impossible question cannot be built. */
export class MetricQuestion {
  /** Where the buckets begin; the last one ends with the period. */
  readonly buckets: readonly Date[];

  private constructor(private readonly parts: Parts) {
    this.buckets = bucketStarts(parts.period, parts.granularity, parts.zone);
  }

  /** About a metric the product brings along, unless another one is given. */
  static of(ask: MetricAsk, metric: MetricDefinition = metricNamed(ask.metric)): MetricQuestion {
    const zone = TimeZone.of(ask.timezone ?? DEFAULT_ZONE);
    const period = Period.parse(ask.periodStart, ask.periodEnd, zone);
    const granularity = oneOf('granularity', GRANULARITIES, ask.granularity) ?? 'day';
    assertAffordable(period, granularity);
    return new MetricQuestion({
      metric,
      period,
      granularity,
      zone,
      dimensions: parseDimensions(ask.dimensions, metric.dimensions),
      filters: [...(metric.filters ?? []), ...parseFilters(ask.filters, metric.dimensions)],
      basis: oneOf('basis', BASES, ask.basis) ?? 'booking_date',
      limit: parseLimit(ask.limit),
      comparison: oneOf('compare', COMPARISONS, ask.compare),
      approximate: oneOf('approximate', YES_OR_NO, ask.approximate) === 'true' && hasApproximation(metric),
    });
  }

  get metric(): MetricDefinition {
    return this.parts.metric;
  }

  get period(): Period {
    return this.parts.period;
  }

  get granularity(): Granularity {
    return this.parts.granularity;
  }

  get zone(): TimeZone {
    return this.parts.zone;
  }

  get dimensions(): readonly Dimension[] {
    return this.parts.dimensions;
  }

  get filters(): readonly Filter[] {
    return this.parts.filters;
  }

  get basis(): Basis {
    return this.parts.basis;
  }

  get limit(): number {
    return this.parts.limit;
  }

  /** Whether the number may be nearly right: it was allowed, and there is a cheaper way to such a number. */
  get approximate(): boolean {
    return this.parts.approximate;
  }

  /** The same question about the period this one is compared with, all of its series. */
  compared(): MetricQuestion | undefined {
    const { comparison, period, zone } = this.parts;
    if (comparison === undefined) return undefined;
    const earlier =
      comparison === 'previous_year' ? movedByCalendar(period, { years: -1 }, zone) : before(period, zone);
    return new MetricQuestion({
      ...this.parts,
      period: earlier,
      limit: Number.MAX_SAFE_INTEGER,
      comparison: undefined,
    });
  }
}

/** The stretch of the same length right before: in days of the calendar where the period is made of such. */
function before(period: Period, zone: TimeZone): Period {
  const days = wholeDaysIn(period, zone);
  if (days !== undefined) return movedByCalendar(period, { days: -days }, zone);
  const lengthMs = period.until.getTime() - period.from.getTime();
  return Period.of(new Date(period.from.getTime() - lengthMs), period.from);
}

function assertAffordable(period: Period, granularity: Granularity): void {
  const lengthMs = period.until.getTime() - period.from.getTime();
  const days = LIMIT_DAYS[granularity];
  if (lengthMs <= days * DAY_MS + SPARE_MS) return;
  throw new QuestionTooExpensive(
    `by ${granularity} a period of at most ${days} days can be asked for: take a shorter period or a coarser granularity`,
  );
}

function oneOf<const Names extends readonly string[]>(
  parameter: 'granularity' | 'compare' | 'basis' | 'approximate',
  names: Names,
  value: string | undefined,
): Names[number] | undefined {
  if (value === undefined) return undefined;
  const found = names.find((name) => name === value);
  if (found === undefined) throw new QuestionInvalid(parameter, `must be one of: ${names.join(', ')}`);
  return found;
}

function parseDimensions(text: string | undefined, allowed: readonly Dimension[]): readonly Dimension[] {
  if (text === undefined || text === '') return [];
  const dimensions = text.split(',').map((name) => {
    if (isDimension(name) && allowed.includes(name)) return name;
    throw new QuestionInvalid('dimensions', `must be a comma list of the metric's dimensions: ${allowed.join(', ')}`);
  });
  if (new Set(dimensions).size !== dimensions.length) throw new QuestionInvalid('dimensions', 'names one twice');
  if (dimensions.length > MAX_DIMENSIONS) {
    throw new QuestionTooExpensive(`at most ${MAX_DIMENSIONS} dimensions can be asked for: take fewer`);
  }
  return dimensions;
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return SERIES.default;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw new QuestionInvalid('limit', `must be a whole number from 1 to ${SERIES.most}`);
  if (limit > SERIES.most) {
    throw new QuestionTooExpensive(`at most ${SERIES.most} series can be asked for: take a smaller limit or a filter`);
  }
  return limit;
}
