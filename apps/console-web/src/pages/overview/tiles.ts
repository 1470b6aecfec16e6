import { changeOf, type ChartData } from '../../charts/chart-data';
import { dayIn, daysIn, resolvePeriod } from '../../view-state/period';
import { type Question, questionOf } from '../../view-state/question/question';
import { type Granularity, type Outlook, USUAL_VIEW } from '../../view-state/view';
import { type SearchText, writeView } from '../../view-state/link';

export const TILE_METRICS = [
  'dau',
  'wau',
  'mau',
  'net_revenue',
  'gross_revenue',
  'orders',
  'payers',
  'new_users',
] as const;
export type TileMetric = (typeof TILE_METRICS)[number];

/** Windows that end with a day are told as of the last whole day; all else is of the whole period. */
const OF_A_DAY: readonly TileMetric[] = ['dau', 'wau', 'mau'];
/** Days of these do not add up to the period: somebody who paid twice is one payer. */
const OF_PEOPLE: readonly TileMetric[] = ['payers'];
const MOST_DAYS = 366;

export const isOfADay = (metric: TileMetric): boolean => OF_A_DAY.includes(metric);

export function tileQuestion(metric: TileMetric, outlook: Outlook, now: Date): Question {
  const { start, end } = resolvePeriod(outlook.period, outlook.zone, now);
  const days = daysIn({ start, end });
  if (!isOfADay(metric)) return questionOf({ ...outlook, metric, granularity: granularityOf(days) }, now);
  const period = { kind: 'between', ...wholeDays(outlook, now, Math.min(days, MOST_DAYS)) } as const;
  return questionOf({ ...outlook, period, metric, granularity: 'day' }, now);
}

function granularityOf(days: number): Granularity {
  if (days <= 1 / 8) return 'minute';
  if (days <= 2) return 'hour';
  return days <= MOST_DAYS ? 'day' : 'month';
}

/** The days a period lies in, the last ones where there are too many. */
function wholeDays({ period, zone }: Outlook, now: Date, most: number): { start: string; end: string } {
  const { start, end } = resolvePeriod(period, zone, now);
  const last = end.length === 10 ? dayBefore(end) : dayIn(zone, new Date(Date.parse(end) - 1));
  const first = start.length === 10 ? start : dayIn(zone, new Date(start));
  const earliest = dayBefore(last, Math.ceil(most) - 1);
  return { start: first > earliest || most < 1 ? first : earliest, end: dayBefore(last, -1) };
}

const dayBefore = (day: string, count = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);

export interface TileReading {
  readonly value: number | null;
  readonly isHidden: boolean;
  readonly change: number | undefined;
  /** What it changed from. */
  readonly earlier: number | null | undefined;
  /** Start of the day told, where it is of one day. */
  readonly day: string | undefined;
  /** Start of the first bucket that can still change. */
  readonly unfinished: string | undefined;
}

/** What a tile says. A change is told of what is over on both sides: half a day is no fall. */
export function readTile(metric: TileMetric, data: ChartData, whole?: ChartData): TileReading {
  const points = data.series[0]?.points ?? [];
  const before = data.series[0]?.earlier?.points ?? [];
  const unfinished = data.starts[data.firstUnfinished];
  if (isOfADay(metric)) {
    const at = Math.max(0, data.firstUnfinished === 0 ? points.length - 1 : data.firstUnfinished - 1);
    const [value, earlier] = [points[at]?.value ?? null, before[at]?.value];
    const isHidden = points[at]?.suppressed === true;
    return { value, isHidden, change: changeOf(value, earlier), earlier, day: points[at]?.period_start, unfinished };
  }
  const [now, earlier] = comparable(metric, data, whole);
  const { value, suppressed } = data.total;
  return { value, isHidden: suppressed === true, change: changeOf(now, earlier), earlier, day: undefined, unfinished };
}

type Compared = readonly [number | null | undefined, number | null | undefined];

function comparable(metric: TileMetric, data: ChartData, whole: ChartData | undefined): Compared {
  if (data.firstUnfinished === data.starts.length) return [data.total.value, data.earlierTotal?.value];
  if (needsWholePart(metric)) return [whole?.total.value, whole?.earlierTotal?.value];
  const sum = (points: readonly { readonly value: number | null }[] | undefined) =>
    points?.slice(0, data.firstUnfinished).reduce((all, { value }) => all + (value ?? 0), 0);
  const [series] = data.series;
  return data.firstUnfinished === 0 ? [undefined, undefined] : [sum(series?.points), sum(series?.earlier?.points)];
}

export const needsWholePart = (metric: TileMetric): boolean => OF_PEOPLE.includes(metric);

/** The question of the part of a period that is over, to compare people by; undefined where all or nothing is. */
export function wholePartQuestion(question: Question, data: ChartData): Question | undefined {
  const end = data.starts[data.firstUnfinished];
  if (end === undefined || data.firstUnfinished === 0 || question.parameters['compare'] === undefined) return undefined;
  const isDay = question.parameters['period_start']!.length === 10 && end.slice(11, 19) === '00:00:00';
  return { ...question, parameters: { ...question.parameters, period_end: isDay ? end.slice(0, 10) : end } };
}

export const BREAKDOWNS = ['platform', 'country', 'game_id'] as const;

/** One click from a number to what it is made of, everything else as it is. */
export function explorerSearch(metric: TileMetric, outlook: Outlook, now: Date, dimension?: string): SearchText {
  const granularity = tileQuestion(metric, outlook, now).parameters['granularity'] as Granularity;
  const dimensions = dimension === undefined ? [] : [dimension];
  return writeView({ ...USUAL_VIEW, ...outlook, metric, granularity, dimensions });
}
