import type { LiveDelta } from '@analytics/domain';

/** A change as `live-apply.lua` reads it: lists, because the decoder there cannot tell an empty object from an empty list. */
export function encodeDelta(delta: LiveDelta): string {
  return JSON.stringify({
    watermark: delta.watermarkMs,
    counts: [...delta.counts].map(([second, counts]) => [
      second,
      counts.events,
      counts.views,
      counts.purchases,
      String(counts.kopecks),
      [...counts.types].flat(),
      [...counts.games].flatMap(([game, { views, kopecks }]) => [game, views, String(kopecks)]),
    ]),
    users: scores(delta.users),
    players: [...delta.players].map(([game, users]) => [game, scores(users)]),
    ahead: delta.ahead.flatMap(({ game, user, second }) => [second, `${game}|${user}|${second}`]),
    sessions: [...delta.sessions].flatMap(([user, sessions]) =>
      [...sessions].map(([id, { sign, ended }]) => [user, id, sign, ended]),
    ),
  });
}

const scores = (seen: ReadonlyMap<number, number>): number[] => [...seen].flatMap(([user, second]) => [second, user]);
