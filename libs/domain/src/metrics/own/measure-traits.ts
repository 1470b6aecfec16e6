import type { InTwoLanguages } from '@analytics/contracts';
import type { Measure, SalesSum } from '../definitions/measure';
import type { MetricDefinition, MetricKind } from '../definitions/metric-definition';
import { METRICS } from '../definitions/metrics';
import { DIMENSIONS, type Dimension } from '../question/dimensions';

type Unit = MetricDefinition['unit'];

/** What a measure is when it stands alone, and how it is called. */
export interface MeasureTraits {
  readonly unit: Unit;
  readonly kind: Exclude<MetricKind, 'ratio'>;
  readonly divisor?: number;
  readonly words: InTwoLanguages;
}

const traits = (unit: Unit, kind: MeasureTraits['kind'], en: string, ru: string): MeasureTraits => ({
  unit,
  kind,
  words: { en, ru },
});

const MONEY: Readonly<Record<Exclude<SalesSum, 'units'>, InTwoLanguages>> = {
  gross: { en: 'gross revenue', ru: 'валовая выручка' },
  discount: { en: 'discounts', ru: 'скидки' },
  tax: { en: 'taxes', ru: 'налоги' },
  fee: { en: 'fees', ru: 'комиссии' },
  refund: { en: 'refunds', ru: 'возвраты' },
  chargeback: { en: 'chargebacks', ru: 'чарджбэки' },
  net: { en: 'net revenue', ru: 'чистая выручка' },
  paid: { en: 'gross revenue − discounts', ru: 'валовая выручка − скидки' },
};
const WINDOWS = {
  'last-7-days': { en: 'of the last 7 days', ru: 'за последние 7 дней' },
  'last-30-days': { en: 'of the last 30 days', ru: 'за последние 30 дней' },
  'iso-week': { en: 'of the ISO week', ru: 'за неделю ISO' },
  'calendar-month': { en: 'of the calendar month', ru: 'за календарный месяц' },
} as const;

type TraitsOf = { readonly [K in Measure['of']]: (measure: Extract<Measure, { of: K }>) => MeasureTraits };

const TRAITS: TraitsOf = {
  events: ({ types, kinds, sum }) => {
    const of = `${types.join(', ')}${kinds === undefined ? '' : ` (${kinds.join(', ')})`}`;
    return sum === 'ratings'
      ? traits('points', 'sum', `sum of ratings of ${of}`, `сумма оценок ${of}`)
      : traits('count', 'count', `number of events ${of}`, `число событий ${of}`);
  },
  people: ({ activity }) => people(activity, { en: 'of the bucket', ru: 'отрезка' }),
  'people-window': ({ window, activity }) => people(activity, WINDOWS[window]),
  'people-days': ({ activity }) => ({
    ...people(activity, { en: 'of each day, added up', ru: 'каждого дня, вместе' }),
    kind: 'sum',
  }),
  'people-days-window': () => ({
    ...people(undefined, { en: 'of each of the last 30 days, added up', ru: 'каждого из 30 последних дней, вместе' }),
    kind: 'gauge',
  }),
  newcomers: () => traits('people', 'count', 'people whose first act ever this is', 'люди, впервые активные'),
  sales: ({ sum }) =>
    sum === 'units'
      ? traits('count', 'count', 'units sold', 'продано штук')
      : traits('RUB', 'sum', MONEY[sum].en, MONEY[sum].ru),
  orders: () => traits('count', 'count', 'orders', 'заказы'),
  payers: () => traits('people', 'unique', 'payers', 'платящие'),
  'game-sessions': ({ what }) =>
    what === 'sessions'
      ? traits('count', 'count', 'game sessions', 'игровые сессии')
      : { ...traits('minutes', 'sum', 'length of game sessions', 'длительность игровых сессий'), divisor: 60_000 },
  playtime: () => ({ ...traits('hours', 'sum', 'time in games', 'время в играх'), divisor: 3_600_000 }),
  'concurrent-players': () => traits('people', 'gauge', 'peak of concurrent players', 'пик одновременных игроков'),
  'store-sessions': () => traits('count', 'count', 'store sessions', 'сессии в магазине'),
  wishes: ({ effect }) =>
    effect === 'added'
      ? traits('count', 'count', 'wishes added', 'добавленные желания')
      : traits('count', 'count', 'wishes removed', 'убранные желания'),
  'outstanding-wishes': () => traits('count', 'gauge', 'standing wishes', 'действующие желания'),
  conversion: ({ from, part }) => {
    const [en, ru] = from === 'page' ? ['page views', 'просмотры страниц'] : ['wishes', 'желания'];
    return part === 'converted'
      ? traits('count', 'count', `${en} that led to a purchase`, `${ru}, приведшие к покупке`)
      : traits('count', 'count', `${en} whose window is over`, `${ru}, чьё окно закрыто`);
  },
  downloads: ({ part }) =>
    part === 'completed'
      ? traits('count', 'count', 'started downloads that completed', 'начатые и завершённые загрузки')
      : traits('count', 'count', 'started downloads', 'начатые загрузки'),
  rejections: () => traits('count', 'count', 'refused events', 'отклонённые события'),
  services: ({ what }) => {
    if (what === 'latency-p95') return traits('ms', 'gauge', 'latency, p95', 'задержка, p95');
    return what === 'requests'
      ? traits('count', 'sum', 'requests to services', 'запросы к сервисам')
      : traits('count', 'sum', 'failed requests to services', 'неудавшиеся запросы к сервисам');
  },
};

const people = (activity: readonly string[] | undefined, when: InTwoLanguages): MeasureTraits => {
  const acts = activity === undefined ? '' : ` (${activity.join(', ')})`;
  return traits(
    'people',
    'unique',
    `distinct active people${acts} ${when.en}`,
    `разные активные люди${acts} ${when.ru}`,
  );
};

export const traitsOf = <K extends Measure['of']>(measure: Extract<Measure, { of: K }>): MeasureTraits =>
  (TRAITS[measure.of as K] as (measure: Measure) => MeasureTraits)(measure);

/** What a measure can be broken down and filtered by: whatever a metric that came with the product does with it. */
export function dimensionsOf({ of }: Measure): readonly Dimension[] {
  const using = METRICS.filter(({ numerator, denominator }) => numerator.of === of || denominator?.of === of);
  return DIMENSIONS.filter((dimension) => using.some(({ dimensions }) => dimensions.includes(dimension)));
}

/** Groups that share what is counted, as in the metric that came with the product. */
export const overlappingOf = ({ of }: Measure): readonly Dimension[] => [
  ...new Set(METRICS.flatMap(({ numerator, overlapping }) => (numerator.of === of ? (overlapping ?? []) : []))),
];
