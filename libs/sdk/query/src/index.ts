export type { MetricDefinitionAnswer, MetricSeries, MetricValuesAnswer } from '@analytics/contracts';
export {
  AnalyticsQuery,
  type DefinitionsQuestion,
  type Granularity,
  type MetricFilter,
  type MetricValuesQuestion,
} from './analytics-query.js';
export { clientCredentials, type ClientCredentialsOptions } from './client-credentials.js';
export { AnalyticsRefused, AnalyticsUnavailable, type ErrorDetails } from './errors.js';
export type { CallOptions, HttpOptions, TokenSource } from './http.js';
