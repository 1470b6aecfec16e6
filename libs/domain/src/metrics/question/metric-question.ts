import { bucketStarts, GRANULARITIES, type Granularity } from '../../time/buckets';
import { movedByCalendar, Period, wholeDaysIn } from '../../time/period';
import { TimeZone } from '../../time/time-zone';
import type { MetricDefinition } from '../definitions/metric-definition';
import { metricNamed } from '../definitions/metrics';
import { hasApproximation } from './approximation';
import type { Dimension } from './dimensions';
import { type Filter, parseFilters } from './filter';
import { assertAffordable, oneOf, parseDimensions, parseLimit } from './question-parameters';

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
