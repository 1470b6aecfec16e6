import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { filtersText } from './filter-text';
import type { LinkProblem, ReadLink } from './link';
import type { ChartKind, Filter, MetricView } from './view';

type Abilities = Pick<MetricDefinitionAnswer, 'kind' | 'dimensions' | 'granularities'>;

/** Only what adds up may be laid on top of each other: two groups of people can share people. */
export const canStack = ({ kind }: Pick<Abilities, 'kind'>): boolean => kind === 'count' || kind === 'sum';

export const allowsChart = (metric: Abilities, chart: ChartKind): boolean => chart !== 'stacked' || canStack(metric);

/** A view with nothing in it that the metric has no answer to, and what had to go. */
export function fitView(view: MetricView, metric: Abilities): ReadLink<MetricView> {
  const problems: LinkProblem[] = [];
  const refuse = (parameter: string, given: string) =>
    problems.push({ parameter, given, reason: 'not_of_metric' }) as unknown;
  const dimensions = view.dimensions.filter((name) => metric.dimensions.includes(name));
  const filters = view.filters.filter(({ dimension }) => metric.dimensions.includes(dimension));
  const granularity = metric.granularities.includes(view.granularity)
    ? view.granularity
    : ((metric.granularities.includes('day') ? 'day' : metric.granularities[0]!) as MetricView['granularity']);
  const chart = allowsChart(metric, view.chart) ? view.chart : 'line';
  for (const name of missing(view.dimensions, dimensions)) refuse('by', name);
  for (const filter of missing<Filter>(view.filters, filters)) refuse('where', filtersText([filter]));
  if (granularity !== view.granularity) refuse('granularity', view.granularity);
  if (chart !== view.chart) refuse('chart', view.chart);
  return { view: problems.length === 0 ? view : { ...view, dimensions, filters, granularity, chart }, problems };
}

const missing = <Item>(all: readonly Item[], kept: readonly Item[]): readonly Item[] =>
  all.filter((item) => !kept.includes(item));
