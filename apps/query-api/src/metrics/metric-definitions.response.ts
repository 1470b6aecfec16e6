import type { MetricDefinition } from '@analytics/domain';
import { GRANULARITIES } from '@analytics/domain';

export type Language = 'en' | 'ru';

export const toDefinition = (metric: MetricDefinition, language: Language) => ({
  name: metric.name,
  display_name: metric.displayName[language],
  description: metric.description[language],
  unit: metric.unit,
  kind: metric.kind,
  dimensions: [],
  granularities: GRANULARITIES,
  is_realtime: false,
  owner_service: 'analytics',
  tags: [],
  version: metric.version,
  formula: `distinct events ${metric.eventType}`,
});
