import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { foundMetrics } from './metric-search';

const metric = (name: string, display_name: string, description: string, tags: string[]): MetricDefinitionAnswer => ({
  name,
  display_name,
  description,
  tags,
  unit: 'count',
  kind: 'count',
  dimensions: [],
  granularities: ['day'],
  is_realtime: false,
  owner_service: 'payment',
  version: 1,
  formula: '',
});

const ENGLISH = [
  metric('net_revenue', 'Net revenue', 'What is left of purchases', ['money']),
  metric('orders', 'Orders', 'Completed purchases that brought revenue', ['money']),
  metric('dau', 'Daily active users', 'Distinct active people', ['audience']),
];
const RUSSIAN = [
  metric('net_revenue', 'Чистая выручка', 'Что осталось от покупок', ['money']),
  metric('orders', 'Заказы', 'Завершённые покупки', ['money']),
  metric('dau', 'Активные за день', 'Разные активные люди', ['audience']),
];
const found = (words: string) => foundMetrics(words, ENGLISH, RUSSIAN).map(({ name }) => name);

describe('a metric is found', () => {
  it.each([
    ['by its name', 'net_rev', ['net_revenue']],
    ['by words of its name in any order', 'revenue net', ['net_revenue']],
    ['by name before description', 'revenue', ['net_revenue', 'orders']],
    ['in the other language', 'выручка', ['net_revenue']],
    ['by е for ё', 'завершенные', ['orders']],
    ['by tag', 'money', ['net_revenue', 'orders']],
    ['whatever the case', 'DAU', ['dau']],
    ['only when every word fits', 'revenue audience', []],
    ['without words', '  ', ['net_revenue', 'orders', 'dau']],
  ])('%s', (_, words, names) => expect(found(words)).toEqual(names));
});
