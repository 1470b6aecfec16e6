import type { ValidatedEvent } from '@analytics/contracts';
import { Calendar } from '../facts/calendar';
import { lengthWithin, unionOf } from '../facts/intervals';
import { groupedBy } from '../facts/known-events';
import { referenceMetric } from '../metrics/reference-metric';
import { sourcesOf } from '../metrics/sources';
import type { World } from '../world';
import { type TableCheck, tableCheck } from './table-check';

const DAY_MS = 24 * 3_600_000;
const ZONE = 'Europe/Moscow';
const DAILY = [
  ...['dau', 'events_ingested', 'game_page_views', 'registrations', 'logins', 'searches', 'reviews', 'game_sessions'],
  ...['store_sessions', 'wishlist_adds', 'orders', 'gross_revenue', 'discount_amount', 'net_revenue', 'refunds'],
  'chargebacks',
];

/** Daily answers under the names of the documents, by days of Moscow. Rows of nothing but zeros may be there or not. */
export function dailyTables(world: World, delivered: readonly ValidatedEvent[]): TableCheck[] {
  return [dailyMetrics(world, delivered), dailyGameActivity(world)];
}

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function dailyMetrics(world: World, delivered: readonly ValidatedEvent[]): TableCheck {
  const calendar = Calendar.of(ZONE);
  // A session can start before anything is told of it: the length of its end message says when.
  const instants = [...world.told.map(({ at }) => at), ...world.gameSessions.map(({ startedAt }) => startedAt)];
  const [first, last] = instants.reduce(([min, max], at) => [Math.min(min, at), Math.max(max, at)], [
    instants[0]!,
    instants[0]!,
  ] as [number, number]);
  const { from, until } = calendar.days(calendar.dayOf(first), calendar.dayOf(last));
  const question = { zone: ZONE, periodStart: new Date(from), periodEnd: new Date(until), granularity: 'day' } as const;
  const values = DAILY.flatMap((name) =>
    referenceMetric(name, delivered, question).series[0]!.points.map(({ start, value }) => ({
      day: dateOf(calendar.dayOf(start.getTime())),
      name,
      hundredths: Math.round((value ?? 0) * 100),
    })),
  );
  const columns = {
    day: ({ day }: (typeof values)[number]) => day,
    metric_name: ({ name }: (typeof values)[number]) => name,
    'toInt64(value * 100)': ({ hundredths }: (typeof values)[number]) => hundredths,
  };
  return tableCheck(
    { name: 'daily_metrics', from: 'daily_metrics WHERE value != 0', columns },
    values.filter(({ hundredths }) => hundredths !== 0),
  );
}

interface GameDay {
  readonly key: string;
  readonly people: Set<number>;
  playedMs: number;
  sessions: number;
  ingame: bigint;
}

function dailyGameActivity(world: World): TableCheck {
  const calendar = Calendar.of(ZONE);
  const { acts, gameSessions, purchases } = sourcesOf(world);
  const days = new Map<string, GameDay>();
  const cellOf = (day: number, game: string, { country, platform }: ValidatedEvent): GameDay => {
    const key = [dateOf(day), game, country ?? '', platform ?? ''].join('|');
    const cell = days.get(key) ?? { key, people: new Set<number>(), playedMs: 0, sessions: 0, ingame: 0n };
    days.set(key, cell);
    return cell;
  };
  for (const { at, game, event, item } of acts) {
    if (game !== '') cellOf(calendar.dayOf(at), game, event).people.add(item.user);
  }
  for (const { at, game, event } of gameSessions) cellOf(calendar.dayOf(at), game, event).sessions += 1;
  for (const { at, game, event, item } of purchases) {
    if (item.kind === 'ingame') cellOf(calendar.dayOf(at), game, event).ingame += item.gross - item.discount;
  }
  const played = groupedBy(gameSessions, ({ game, event, item }) =>
    [game, event.country, event.platform, item.user].join('|'),
  );
  for (const sessions of played.values()) {
    const { game, event } = sessions[0]!;
    for (const stretch of unionOf(sessions.map(({ item }) => ({ from: item.startedAt, until: item.endedAt })))) {
      for (const day of calendar.buckets(stretch, 'day')) {
        cellOf(calendar.dayOf(day.from), game, event).playedMs += lengthWithin([stretch], day);
      }
    }
  }
  return gameActivityCheck([...days.values()]);
}

function gameActivityCheck(cells: readonly GameDay[]): TableCheck {
  const keys = ['activity_date', 'game_id', 'country_code', 'platform'].map((name) => `toString(${name})`);
  const columns = {
    [`arrayStringConcat([${keys.join(', ')}], '|')`]: ({ key }: GameDay) => key,
    dau_count: ({ people }: GameDay) => people.size,
    'toInt64(round(total_playtime_seconds * 1000))': ({ playedMs }: GameDay) => playedMs,
    sessions: ({ sessions }: GameDay) => sessions,
    'toInt64(total_revenue_ingame * 100)': ({ ingame }: GameDay) => ingame,
  };
  const isAnything = ({ people, playedMs, sessions, ingame }: GameDay): boolean =>
    people.size > 0 || playedMs > 0 || sessions > 0 || ingame !== 0n;
  const name = 'mart_daily_game_activity';
  return tableCheck({ name, from: name, columns }, cells.filter(isAnything));
}
