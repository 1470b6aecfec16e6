import type { InTwoLanguages } from '@analytics/contracts';
import type { Dimension } from '../question/dimensions';
import type { Measure, SalesSum } from './measure';
import { metric, type MetricData, type MetricDefinition, names } from './metric-definition';

const AUDIENCE: readonly Dimension[] = ['platform', 'country', 'game_id', 'developer_id', 'genre'];
const SALES: readonly Dimension[] = [...AUDIENCE, 'payment_method'];
const BY_GAME: readonly Dimension[] = ['game_id', 'developer_id', 'genre'];
const COMMON = { ownerService: 'payment', tags: ['money'], dimensions: SALES } as const;
const NET: Measure = { of: 'sales', sum: 'net' };

const money = (name: string, sum: SalesSum, displayName: InTwoLanguages, formula: InTwoLanguages): MetricDefinition =>
  metric({
    ...COMMON,
    name,
    displayName,
    formula,
    description: names(
      `In roubles, at the rate pinned on each payment: ${formula.en}.`,
      `В рублях по курсу, закреплённому в платеже: ${formula.ru}.`,
    ),
    unit: 'RUB',
    kind: 'sum',
    numerator: { of: 'sales', sum },
  });

const ratio = (data: Omit<MetricData, 'kind' | 'ownerService' | 'tags' | 'description'>): MetricDefinition =>
  metric({
    ownerService: 'payment',
    tags: ['money'],
    kind: 'ratio',
    description: names(`A ratio of sums: ${data.formula.en}.`, `Отношение сумм: ${data.formula.ru}.`),
    ...data,
  });

export const MONEY_METRICS: readonly MetricDefinition[] = [
  metric({
    ...COMMON,
    name: 'orders',
    displayName: names('Orders', 'Заказы'),
    description: names('Completed purchases; top-ups are none.', 'Завершённые покупки; пополнения не в счёт.'),
    formula: names('transactions with a line in scope', 'транзакции, у которых есть подходящая строка'),
    unit: 'count',
    kind: 'count',
    overlapping: BY_GAME,
    numerator: { of: 'orders' },
  }),
  metric({
    ...COMMON,
    name: 'units_sold',
    displayName: names('Units sold', 'Продано штук'),
    description: names('Games, add-ons and gifts that were bought.', 'Купленные игры, дополнения и подарки.'),
    formula: names('quantities of lines of game, dlc and gift', 'количества в строках game, dlc и gift'),
    unit: 'count',
    kind: 'count',
    numerator: { of: 'sales', sum: 'units' },
  }),
  money(
    'gross_revenue',
    'gross',
    names('Gross revenue', 'Валовая выручка'),
    names('list prices of what was sold', 'цены проданного'),
  ),
  money('discount_amount', 'discount', names('Discounts', 'Скидки'), names('discounts given', 'данные скидки')),
  money('taxes', 'tax', names('Taxes', 'Налоги'), names('taxes within the prices', 'налоги в составе цены')),
  money('fees', 'fee', names('Fees', 'Комиссии'), names('fees of payment systems', 'комиссии платёжных систем')),
  money(
    'refunds',
    'refund',
    names('Refunds', 'Возвраты'),
    names('money given back by refund', 'деньги, отданные возвратом'),
  ),
  money(
    'chargebacks',
    'chargeback',
    names('Chargebacks', 'Чарджбэки'),
    names('money taken back by banks', 'деньги, отозванные банками'),
  ),
  money(
    'net_revenue',
    'net',
    names('Net revenue', 'Чистая выручка'),
    names(
      'gross − discount − tax − fee − refund − chargeback',
      'цена − скидка − налог − комиссия − возврат − чарджбэк',
    ),
  ),
  ratio({
    name: 'refund_rate',
    displayName: names('Refund rate', 'Доля возвратов'),
    formula: names('refunds / gross revenue', 'возвраты / валовая выручка'),
    unit: 'ratio',
    dimensions: SALES,
    numerator: { of: 'sales', sum: 'refund' },
    denominator: { of: 'sales', sum: 'gross' },
  }),
  metric({
    ...COMMON,
    name: 'payers',
    displayName: names('Payers', 'Платящие'),
    description: names(
      'Distinct people with a purchase; by date of purchase one not fully refunded later.',
      'Разные люди с покупкой; по дате покупки — с покупкой, не возвращённой целиком.',
    ),
    formula: names('distinct buyers', 'разные покупатели'),
    unit: 'people',
    kind: 'unique',
    numerator: { of: 'payers' },
  }),
  ratio({
    name: 'payer_share',
    displayName: names('Share of payers', 'Доля платящих'),
    formula: names('payers / active people', 'платящие / активные люди'),
    unit: 'ratio',
    dimensions: AUDIENCE,
    numerator: { of: 'payers' },
    denominator: { of: 'people' },
  }),
  ratio({
    name: 'average_order_value',
    displayName: names('Average order', 'Средний чек'),
    formula: names('(gross − discount) / orders', '(цена − скидка) / заказы'),
    unit: 'RUB',
    dimensions: SALES,
    numerator: { of: 'sales', sum: 'paid' },
    denominator: { of: 'orders' },
  }),
  ratio({
    name: 'arpu',
    displayName: names('Revenue per user', 'Выручка на пользователя'),
    formula: names('net revenue / active people', 'чистая выручка / активные люди'),
    unit: 'RUB',
    dimensions: AUDIENCE,
    numerator: NET,
    denominator: { of: 'people' },
  }),
  ratio({
    name: 'arppu',
    displayName: names('Revenue per payer', 'Выручка на платящего'),
    formula: names('net revenue / payers', 'чистая выручка / платящие'),
    unit: 'RUB',
    dimensions: SALES,
    numerator: NET,
    denominator: { of: 'payers' },
  }),
  ratio({
    name: 'arpdau',
    displayName: names('Revenue per daily active user', 'Выручка на активного за день'),
    formula: names("net revenue / sum of the days' active people", 'чистая выручка / сумма активных по дням'),
    unit: 'RUB',
    dimensions: AUDIENCE,
    numerator: NET,
    denominator: { of: 'people-days' },
  }),
];
