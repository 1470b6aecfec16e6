import type { Interval } from '../facts/intervals';
import type { Act } from '../world';
import { type Ask, type MetricReference, ratio, sum } from './metric-value';
import type { Row } from './sources';
import { Slice } from './slice';

/** Distinct people who did something; asked about games, something with a game. */
export function activeWithin(slice: Slice, stretch: Interval): number {
  const acts = slice.within(slice.sources.acts, stretch).filter(({ game }) => !slice.asksAboutGames || game !== '');
  return new Set(acts.map(({ user }) => user)).size;
}

const rolling =
  (days: number): MetricReference =>
  (slice, { calendar, lastDay }) => ({ value: activeWithin(slice, calendar.days(lastDay - days + 1, lastDay)) });

/** DAU of each day of a stretch. */
export function dailyActive(slice: Slice, { calendar, stretch }: Pick<Ask, 'calendar' | 'stretch'>): number[] {
  return calendar.buckets(stretch, 'day').map((day) => activeWithin(slice, day));
}

const stickiness: MetricReference = (slice, { calendar, lastDay }) => {
  const month = calendar.days(lastDay - 29, lastDay);
  const meanDaily = sum(dailyActive(slice, { calendar, stretch: month })) / 30;
  return ratio(meanDaily, activeWithin(slice, month));
};

/**
 * People whose first act ever lies in the stretch. Asked about games or developers, their first act with those; anything
 * else that is asked for is looked up on that first act.
 */
const newUsers: MetricReference = (slice, { stretch }) => {
  const first = slice.once('first acts', () => firstActs(slice));
  return { value: first.filter(({ at }) => at >= stretch.from && at < stretch.until).length };
};

function firstActs(slice: Slice): Row<Act>[] {
  const isOfGames = (dimension: string): boolean => dimension === 'game_id' || dimension === 'developer_id';
  const games = new Slice(
    slice.world,
    slice.filters.filter(({ dimension }) => isOfGames(dimension)),
    Object.fromEntries(Object.entries(slice.dimensions).filter(([dimension]) => isOfGames(dimension))),
  );
  const first = new Map<number, Row<Act>[]>();
  for (const row of games.of(slice.sources.acts)) {
    if (slice.asksAboutGames && row.game === '') continue;
    const known = first.get(row.item.user);
    if (known === undefined) first.set(row.item.user, [row]);
    // Several games of one purchase are one first act with several faces.
    else if (known[0]!.event === row.event) known.push(row);
  }
  return [...first.values()].flatMap((faces) => faces.filter((face) => slice.has(face)).slice(0, 1));
}

const dau: MetricReference = (slice, { stretch }) => ({ value: activeWithin(slice, stretch) });

export const ACTIVITY_METRICS: Readonly<Record<string, MetricReference>> = {
  dau,
  wau: rolling(7),
  mau: rolling(30),
  wau_iso: (slice, { calendar, lastDay }) => ({
    value: activeWithin(slice, calendar.weekOf(calendar.startOf(lastDay))),
  }),
  mau_calendar: (slice, { calendar, lastDay }) => ({
    value: activeWithin(slice, calendar.monthOf(calendar.startOf(lastDay))),
  }),
  stickiness,
  new_users: newUsers,
};
