import { type InTwoLanguages, metric, type MetricDefinition } from './metric-definition';

const names = (en: string, ru: string): InTwoLanguages => ({ en, ru });
const SERVICE = {
  ownerService: 'platform',
  tags: ['platform'],
  dimensions: ['service'],
  leavesOutBotsAndStaff: false,
} as const;

export const PLATFORM_METRICS: readonly MetricDefinition[] = [
  metric({
    ...SERVICE,
    name: 'service_requests',
    displayName: names('Service requests', 'Запросы к сервисам'),
    description: names('Requests the services answered.', 'Запросы, на которые ответили сервисы.'),
    formula: names('sum of requests', 'сумма запросов'),
    unit: 'count',
    kind: 'sum',
    numerator: { of: 'services', what: 'requests' },
  }),
  metric({
    ...SERVICE,
    name: 'service_error_rate',
    displayName: names('Service error rate', 'Доля ошибок сервисов'),
    description: names('Share of requests that failed.', 'Доля неудавшихся запросов.'),
    formula: names('errors / requests', 'ошибки / запросы'),
    unit: 'ratio',
    kind: 'ratio',
    numerator: { of: 'services', what: 'errors' },
    denominator: { of: 'services', what: 'requests' },
  }),
  metric({
    ...SERVICE,
    name: 'service_latency_p95',
    displayName: names('Service latency, p95', 'Задержка сервисов, p95'),
    description: names(
      'The 95 % quantile of what the instances measured, weighted by requests.',
      '95-й процентиль измеренного экземплярами, взвешенный по запросам.',
    ),
    formula: names(
      'exact quantile 0.95 of latencyP95Ms weighted by requests',
      'точный квантиль 0,95 latencyP95Ms с весами запросов',
    ),
    unit: 'ms',
    kind: 'gauge',
    nullWhenEmpty: true,
    numerator: { of: 'services', what: 'latency-p95' },
  }),
  metric({
    name: 'events_ingested',
    leavesOutBotsAndStaff: false,
    displayName: names('Events ingested', 'Принятые события'),
    description: names(
      'All accepted events, of bots and staff too.',
      'Все принятые события, в том числе ботов и сотрудников.',
    ),
    formula: names('number of events', 'число событий'),
    unit: 'count',
    kind: 'count',
    ownerService: 'analytics',
    tags: ['platform'],
    dimensions: [
      'event_type',
      'platform',
      'country',
      'game_id',
      'developer_id',
      'genre',
      'client_version',
      'campaign_id',
      'placement',
      'channel',
      'acquisition',
      'service',
    ],
    numerator: { of: 'events', types: [], withBotsAndStaff: true },
  }),
];
