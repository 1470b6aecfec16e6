import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { GRANULARITIES, windowDaysOf } from '@analytics/domain';
import type { KnownMetric } from '../definitions/metric-catalogue';
import type { MetricDefinitionsRequest } from './metric-definitions.request';

export type Language = 'en' | 'ru';

export const toDefinition = ({ metric, own }: KnownMetric, language: Language): MetricDefinitionAnswer => ({
  name: metric.name,
  display_name: metric.displayName[language],
  description: metric.description[language],
  unit: metric.unit,
  kind: metric.kind,
  dimensions: metric.dimensions,
  granularities: GRANULARITIES,
  is_realtime: metric.isRealtime,
  owner_service: metric.ownerService,
  tags: metric.tags,
  version: metric.version,
  formula: metric.formula[language],
  ...(windowDaysOf(metric) > 0 && { window_days: windowDaysOf(metric) }),
  ...(own && {
    own: {
      owner: own.owner,
      created_at: own.createdAt.toISOString(),
      changed_at: own.changedAt.toISOString(),
      archived_at: own.archivedAt?.toISOString() ?? null,
      definition: { ...own.definition },
    },
  }),
});

/** Whether a metric is among those asked for; words are looked for in both languages. */
export function isAskedFor({ metric, own }: KnownMetric, ask: MetricDefinitionsRequest): boolean {
  const archived = (own?.archivedAt ?? null) !== null;
  const { name, displayName, description } = metric;
  const words = [name, displayName.en, displayName.ru, description.en, description.ru].join('\n').toLowerCase();
  return (
    archived === (ask.archived === 'true') &&
    (ask.tag === undefined || metric.tags.includes(ask.tag)) &&
    (ask.owner_service === undefined || metric.ownerService === ask.owner_service) &&
    (ask.is_realtime === undefined || String(metric.isRealtime) === ask.is_realtime) &&
    (ask.q === undefined || words.includes(ask.q.toLowerCase()))
  );
}
