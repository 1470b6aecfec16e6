import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { fitView } from '../../view-state/fit-view';
import { type ReadLink, readView, type Search } from '../../view-state/link';
import { type MetricView, USUAL_VIEW } from '../../view-state/view';

export interface SettledView extends ReadLink<MetricView> {
  readonly metric: MetricDefinitionAnswer;
}

/** Whether the metric an address names stands in the list; perhaps it was archived since. */
export function isListed(search: Search, metrics: readonly MetricDefinitionAnswer[]): boolean {
  const asked = readView(search).view.metric;
  return metrics.some(({ name }) => name === asked);
}

/** The view of an address as the metrics of today can answer it, with what of the address had to go. */
export function settleView(search: Search, metrics: readonly MetricDefinitionAnswer[]): SettledView | undefined {
  const { view, problems } = readView(search);
  const asked = metrics.find(({ name }) => name === view.metric);
  const metric = asked ?? metrics.find(({ name }) => name === USUAL_VIEW.metric) ?? metrics[0];
  if (metric === undefined) return undefined;
  const unknown = asked === undefined ? [{ parameter: 'metric', given: view.metric, reason: 'unknown' } as const] : [];
  const fitted = fitView({ ...view, metric: metric.name }, metric);
  return { metric, view: fitted.view, problems: [...problems, ...unknown, ...fitted.problems] };
}
