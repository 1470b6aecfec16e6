import { addDays, daysIn, resolvePeriod } from '../period';
import { GRANULARITIES, type Granularity, type MetricView } from '../view';

/** A way to ask for less, which a button can do. */
export type CheaperView =
  | { readonly by: 'granularity'; readonly granularity: Granularity; readonly view: MetricView }
  | { readonly by: 'period'; readonly days: number; readonly view: MetricView }
  | { readonly by: 'dimensions'; readonly dimension: string; readonly view: MetricView }
  | { readonly by: 'compare'; readonly view: MetricView }
  | { readonly by: 'filters'; readonly view: MetricView };

/** More buckets than this nobody reads on one screen. */
const READABLE_BUCKETS = 400;
const DAYS: Readonly<Record<Granularity, number>> = { minute: 1 / 1_440, hour: 1 / 24, day: 1, week: 7, month: 30 };

const bucketsIn = (days: number, granularity: Granularity): number => Math.ceil(days / DAYS[granularity]);

/** The finest granularity a period can be read by. */
export const readableGranularity = (days: number): Granularity =>
  GRANULARITIES.find((granularity) => bucketsIn(days, granularity) <= READABLE_BUCKETS) ?? 'month';

/** What can be asked instead of something too expensive: each takes one thing away. */
export function cheaperViews(view: MetricView, now: Date): readonly CheaperView[] {
  const stretch = resolvePeriod(view.period, view.zone, now);
  const days = daysIn(stretch);
  const last = view.dimensions.at(-1);
  const ways: (CheaperView | undefined)[] = [
    coarser(view, days),
    shorter(view, stretch.end, days),
    last === undefined
      ? undefined
      : { by: 'dimensions', dimension: last, view: { ...view, dimensions: view.dimensions.slice(0, -1) } },
    view.compare === 'none' ? undefined : { by: 'compare', view: { ...view, compare: 'none' } },
    view.filters.length === 0 ? undefined : { by: 'filters', view: { ...view, filters: [] } },
  ];
  return ways.filter((way) => way !== undefined);
}

function coarser(view: MetricView, days: number): CheaperView | undefined {
  const next = GRANULARITIES.indexOf(view.granularity) + 1;
  const granularity = GRANULARITIES.slice(next).find((each) => bucketsIn(days, each) <= READABLE_BUCKETS);
  return granularity === undefined ? undefined : { by: 'granularity', granularity, view: { ...view, granularity } };
}

/** The end of the period stays, as it is what people look at. */
function shorter(view: MetricView, end: string, days: number): CheaperView | undefined {
  const shorterDays = [365, 90, 28, 7, 1].find(
    (count) => count < days && bucketsIn(count, view.granularity) <= READABLE_BUCKETS,
  );
  if (shorterDays === undefined) return undefined;
  const isOpen = view.period.kind === 'last';
  const period = isOpen
    ? ({ kind: 'last', count: shorterDays, unit: 'days' } as const)
    : ({ kind: 'between', start: addDays(end.slice(0, 10), -shorterDays), end: end.slice(0, 10) } as const);
  return { by: 'period', days: shorterDays, view: { ...view, period } };
}
