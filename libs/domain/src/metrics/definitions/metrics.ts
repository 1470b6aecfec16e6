import { EVENT_METRICS } from './event-metrics';
import { type MetricDefinition, MetricNotFound } from './metric-definition';
import { MONEY_METRICS } from './money-metrics';
import { OUTREACH_METRICS } from './outreach-metrics';
import { PEOPLE_METRICS } from './people-metrics';
import { PLATFORM_METRICS } from './platform-metrics';
import { PLAY_METRICS, STORE_METRICS } from './play-metrics';

/** Every metric the product brings along. */
export const METRICS: readonly MetricDefinition[] = [
  ...PEOPLE_METRICS,
  ...EVENT_METRICS,
  ...PLAY_METRICS,
  ...STORE_METRICS,
  ...MONEY_METRICS,
  ...OUTREACH_METRICS,
  ...PLATFORM_METRICS,
];

const BY_NAME: ReadonlyMap<string, MetricDefinition> = new Map(METRICS.map((metric) => [metric.name, metric]));

export function metricNamed(name: string): MetricDefinition {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new MetricNotFound();
  return found;
}
