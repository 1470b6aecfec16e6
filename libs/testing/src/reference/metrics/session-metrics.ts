import { lengthWithin, peakWithin, unionOf } from '../facts/intervals';
import { groupedBy } from '../facts/known-events';
import { type MetricReference, ratio, sum } from './metric-value';
import type { ClosedSession } from './sources';
import type { Slice } from './slice';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const started = (slice: Slice, stretch: { from: number; until: number }): ClosedSession[] =>
  slice.within(slice.sources.gameSessions, stretch);

/** Time in games by key, without counting the same time twice. */
function played(slice: Slice, name: string, keyOf: (session: ClosedSession) => string) {
  return slice.once(name, () => {
    const sessions = slice.of(slice.sources.gameSessions).map(({ item }) => item);
    const groups = groupedBy(sessions, keyOf);
    return [...groups.values()].map((group) =>
      unionOf(group.map(({ startedAt, endedAt }) => ({ from: startedAt, until: endedAt }))),
    );
  });
}

export const SESSION_METRICS: Readonly<Record<string, MetricReference>> = {
  game_sessions: (slice, { stretch }) => ({ value: started(slice, stretch).length }),
  playtime_hours: (slice, { stretch }) => {
    const perUserAndGame = played(slice, 'playtime', ({ user, game }) => `${user}/${game}`);
    return { value: sum(perUserAndGame.map((stretches) => lengthWithin(stretches, stretch))) / HOUR_MS };
  },
  avg_session_minutes: (slice, { stretch }) => {
    const sessions = started(slice, stretch);
    const lengths = sessions.map(({ startedAt, endedAt }) => endedAt - startedAt);
    return ratio(sum(lengths) / MINUTE_MS, sessions.length);
  },
  peak_concurrent_players: (slice, { stretch }) => ({
    value: peakWithin(
      played(slice, 'players', ({ user }) => String(user)),
      stretch,
    ),
  }),
  store_sessions: (slice, { stretch }) => ({ value: slice.within(slice.sources.storeSessions, stretch).length }),
};
