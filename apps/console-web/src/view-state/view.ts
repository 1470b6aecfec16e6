import type { PeriodChoice } from './period';

export const GRANULARITIES = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const COMPARISONS = ['none', 'previous_period', 'previous_year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const BASES = ['booking_date', 'purchase_date'] as const;
export type Basis = (typeof BASES)[number];

export const CHART_KINDS = ['line', 'bar', 'area', 'stacked', 'table', 'number'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export const FILTER_OPS = ['eq', 'neq', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'is_set', 'is_not_set'] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

/** A condition on a dimension; several hold all at once. */
export interface Filter {
  readonly dimension: string;
  readonly op: FilterOp;
  readonly values: readonly string[];
}

/** What any page about numbers is set to. */
export interface Outlook {
  readonly period: PeriodChoice;
  /** IANA name: whose days these are. */
  readonly zone: string;
  readonly filters: readonly Filter[];
  readonly compare: Comparison;
}

/** Everything the explorer is set to: the same view is the same picture, whoever opens it. */
export interface MetricView extends Outlook {
  readonly metric: string;
  readonly granularity: Granularity;
  readonly dimensions: readonly string[];
  readonly basis: Basis;
  readonly chart: ChartKind;
  /** Most series; the largest stay. */
  readonly top: number;
}

export const TOP = { default: 8, most: 1_000 } as const;
export const MOST_DIMENSIONS = 5;

export const USUAL_OUTLOOK: Outlook = {
  period: { kind: 'last', count: 28, unit: 'days' },
  zone: 'Europe/Moscow',
  filters: [],
  compare: 'previous_period',
};

export const USUAL_VIEW: MetricView = {
  ...USUAL_OUTLOOK,
  metric: 'dau',
  granularity: 'day',
  compare: 'none',
  dimensions: [],
  basis: 'booking_date',
  chart: 'line',
  top: TOP.default,
};
