import { int64, time } from '../sql/binders';
import { sql, type SqlFragment } from '../sql/sql';
import { GAME_SESSION_RULES } from './game-session';

const { silenceMs, withoutSignsMs, capMs } = GAME_SESSION_RULES;

/**
 * Sessions that are over and started in `[from, until)`: session_id, user_no, game_id, platform, country, client_version, is_bot,
 * is_staff, started_at, finished_at, length_ms. The same rule as `finishOf`, in the words of the engine.
 */
export function closedGameSessions(watermark: Date, from: Date, until: Date): SqlFragment {
  return sql`SELECT s.session_id AS session_id, s.user_no AS user_no, s.game_id AS game_id, s.platform AS platform, s.country AS country,
      s.client_version AS client_version, s.is_bot AS is_bot, s.is_staff AS is_staff, s.started_at AS started_at,
      least(if(s.ended_at IS NOT NULL, greatest(assumeNotNull(s.ended_at), s.started_at),
          if(s.has_heartbeat, s.last_sign_at, addMilliseconds(s.started_at, ${int64(withoutSignsMs)}))),
        addMilliseconds(s.started_at, ${int64(capMs)})) AS finished_at,
      dateDiff('millisecond', s.started_at, finished_at) AS length_ms
    FROM fact_game_sessions AS s FINAL
    WHERE s.started_at >= ${time(from)} AND s.started_at < ${time(until)}
      AND (s.ended_at IS NOT NULL OR addMilliseconds(s.last_sign_at, ${int64(silenceMs)}) <= ${time(watermark)})`;
}
