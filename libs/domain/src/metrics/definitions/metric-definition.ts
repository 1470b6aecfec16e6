import type { InTwoLanguages } from '@analytics/contracts';
import { DomainError } from '../../errors/domain-error';
import type { Dimension } from '../question/dimensions';
import type { Filter } from '../question/filter';
import { CONVERSION_WINDOW_DAYS, type Measure } from './measure';

export class MetricNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'METRIC_NOT_FOUND';

  constructor() {
    super({
      en: 'there is no metric of this name: GET /api/v1/analytics/metrics/definitions lists those there are',
      ru: 'такой метрики нет; все, что есть, перечисляет GET /api/v1/analytics/metrics/definitions',
    });
  }
}

export const names = (en: string, ru: string): InTwoLanguages => ({ en, ru });

/** `sum` of money is in kopecks until it is told; `gauge` is a state, `ratio` and `unique` are never added up. */
export type MetricKind = 'count' | 'sum' | 'ratio' | 'unique' | 'gauge';

/** A metric as data: what is measured, what it is divided by, and how it is named and explained. */
export interface MetricDefinition {
  readonly name: string;
  readonly displayName: InTwoLanguages;
  readonly description: InTwoLanguages;
  readonly formula: InTwoLanguages;
  readonly unit: 'count' | 'people' | 'RUB' | 'ratio' | 'hours' | 'minutes' | 'points' | 'ms';
  readonly kind: MetricKind;
  readonly dimensions: readonly Dimension[];
  readonly ownerService: string;
  readonly tags: readonly string[];
  /** Also among the numbers of the last minutes. */
  readonly isRealtime: boolean;
  /** What people do is told of people: bots and staff are no customers. */
  readonly leavesOutBotsAndStaff: boolean;
  readonly version: number;
  readonly numerator: Measure;
  readonly denominator?: Measure;
  /** Conditions of the metric itself; those of a question are added to them. */
  readonly filters?: readonly Filter[];
  /** What the numerator is divided by to be of its unit, e.g. milliseconds in an hour. */
  readonly divisor?: number;
  /** There is no number where nothing was measured; else it is 0. */
  readonly nullWhenEmpty?: true;
  /** Dimensions whose groups share what is counted (one order has lines of two games), so that they do not add up. */
  readonly overlapping?: readonly Dimension[];
}

/** Whether groups by these dimensions add up to the whole: a game has several genres, an order several games. */
export const addsUpBy = (
  { kind, overlapping = [] }: Pick<MetricDefinition, 'kind' | 'overlapping'>,
  dimensions: readonly Dimension[],
): boolean =>
  (kind === 'count' || kind === 'sum') &&
  !dimensions.some((dimension) => dimension === 'genre' || overlapping.includes(dimension));

/** Days after a bucket in which its number still changes, because what it counts is not decided before; 0 of most metrics. */
export const windowDaysOf = ({ numerator, denominator }: Pick<MetricDefinition, 'numerator' | 'denominator'>): number =>
  Math.max(
    ...[numerator, denominator].map((measure) =>
      measure?.of === 'conversion' ? CONVERSION_WINDOW_DAYS[measure.from] : 0,
    ),
  );

export type MetricData = Omit<MetricDefinition, 'version' | 'isRealtime' | 'leavesOutBotsAndStaff'> &
  Partial<Pick<MetricDefinition, 'version' | 'isRealtime' | 'leavesOutBotsAndStaff'>>;

export const metric = (data: MetricData): MetricDefinition => ({
  version: 1,
  isRealtime: false,
  leavesOutBotsAndStaff: true,
  ...data,
});
