import type { LiveCounts, LiveDelta } from '@analytics/domain';

const MINUTE = 60;

/**
 * A change as `live-apply.lua` reads it: lists, because the decoder there cannot tell an empty object from an empty list. What
 * a second holds by type and game goes as text that is put down as it is; only the ends of a window are ever read from it.
 */
export function encodeDelta(delta: LiveDelta): string {
  return JSON.stringify({
    watermark: delta.watermarkMs,
    seconds: [...delta.counts].map(([second, counts]) => [second, ...scalars(counts), JSON.stringify(details(counts))]),
    minutes: [...minutesOf(delta)].map(([minute, counts]) => [minute, ...scalars(counts), ...details(counts)]),
    users: scores(delta.users),
    players: [...delta.players].map(([game, users]) => [game, scores(users)]),
    ahead: delta.ahead.flatMap(({ game, user, second }) => [second, `${game}|${user}|${second}`]),
    sessions: [...delta.sessions].map(([user, sessions]) => [
      user,
      [...sessions].flatMap(([id, { sign, ended }]) => [id, sign, ended]),
    ]),
  });
}

const scalars = ({ events, views, purchases, kopecks }: LiveCounts) => [events, views, purchases, String(kopecks)];

const details = ({ types, games }: LiveCounts) => [
  [...types].flat(),
  [...games].flatMap(([game, { views, kopecks }]) => [game, views, String(kopecks)]),
];

function minutesOf(delta: LiveDelta): Map<number, LiveCounts> {
  const minutes = new Map<number, LiveCounts>();
  for (const [second, counts] of delta.counts) {
    const minute = Math.floor(second / MINUTE);
    const sum = minutes.get(minute) ?? { ...NOTHING, types: new Map(), games: new Map() };
    minutes.set(minute, sum);
    sum.events += counts.events;
    sum.views += counts.views;
    sum.purchases += counts.purchases;
    sum.kopecks += counts.kopecks;
    for (const [type, count] of counts.types) sum.types.set(type, (sum.types.get(type) ?? 0) + count);
    for (const [game, { views, kopecks }] of counts.games) {
      const known = sum.games.get(game) ?? { views: 0, kopecks: 0n };
      sum.games.set(game, { views: known.views + views, kopecks: known.kopecks + kopecks });
    }
  }
  return minutes;
}

const NOTHING = { events: 0, views: 0, purchases: 0, kopecks: 0n };

const scores = (seen: ReadonlyMap<number, number>): number[] => {
  const flat: number[] = [];
  for (const [user, second] of seen) flat.push(second, user);
  return flat;
};
