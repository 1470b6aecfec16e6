import { DomainError } from '../errors/domain-error';

export class MetricNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'METRIC_NOT_FOUND';

  constructor() {
    super('there is no metric of this name: GET /api/v1/analytics/metrics/definitions lists those there are');
  }
}

/** A metric as data: what is counted, and how it is named and explained. */
export interface MetricDefinition {
  readonly name: string;
  readonly displayName: { readonly en: string; readonly ru: string };
  readonly description: { readonly en: string; readonly ru: string };
  readonly unit: string;
  readonly kind: 'count';
  readonly version: number;
  /** Each distinct event of this type counts once. */
  readonly eventType: string;
}

export const METRICS: readonly MetricDefinition[] = [
  {
    name: 'game_page_views',
    displayName: { en: 'Game page views', ru: 'Просмотры страниц игр' },
    description: {
      en: 'Openings of game pages; an event sent twice counts once.',
      ru: 'Открытия страниц игр; событие, присланное дважды, считается один раз.',
    },
    unit: 'count',
    kind: 'count',
    version: 1,
    eventType: 'com.platform.catalog.game.viewed.v1',
  },
];

export function metricNamed(name: string): MetricDefinition {
  const found = METRICS.find((metric) => metric.name === name);
  if (found === undefined) throw new MetricNotFound();
  return found;
}
