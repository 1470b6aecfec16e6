import { DomainError } from '../errors/domain-error';
import { bucketStarts, GRANULARITIES, type Granularity } from '../time/buckets';
import { Period } from '../time/period';
import { TimeZone } from '../time/time-zone';
import { type MetricDefinition, metricNamed } from './metric-definition';

export class GranularityUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source = { parameter: 'granularity' };

  constructor() {
    super(`granularity must be one of: ${GRANULARITIES.join(', ')}`);
  }
}

export class QuestionTooExpensive extends DomainError {
  readonly kind = 'refused';
  readonly code = 'QUERY_TOO_EXPENSIVE';

  constructor(granularity: Granularity, limitDays: number) {
    super(
      `by ${granularity} a period of at most ${limitDays} days can be asked for: take a shorter period or a coarser granularity`,
    );
  }
}

const LIMIT_DAYS: Readonly<Record<Granularity, number>> = { hour: 31, day: 366 };
const DAY_MS = 24 * 3_600_000;
export const DEFAULT_ZONE = 'Europe/Moscow';

/** What is asked of a metric; an impossible question cannot be built. */
export class MetricQuestion {
  private constructor(
    readonly metric: MetricDefinition,
    readonly period: Period,
    readonly granularity: Granularity,
    readonly zone: TimeZone,
    readonly buckets: readonly Date[],
  ) {}

  static of(ask: {
    metric: string;
    periodStart: string;
    periodEnd: string;
    granularity?: string;
    timezone?: string;
  }): MetricQuestion {
    const metric = metricNamed(ask.metric);
    const zone = TimeZone.of(ask.timezone ?? DEFAULT_ZONE);
    const period = Period.parse(ask.periodStart, ask.periodEnd, zone);
    const granularity = GRANULARITIES.find((known) => known === (ask.granularity ?? 'day'));
    if (granularity === undefined) throw new GranularityUnknown();
    // The two spare hours let a month with the clock put back pass.
    const lengthMs = period.until.getTime() - period.from.getTime();
    if (lengthMs > LIMIT_DAYS[granularity] * DAY_MS + 2 * 3_600_000) {
      throw new QuestionTooExpensive(granularity, LIMIT_DAYS[granularity]);
    }
    return new MetricQuestion(metric, period, granularity, zone, bucketStarts(period, granularity, zone));
  }
}
