import { READING_LIMITS } from '../derived/stored-rows.sql';
import { dayList, text, textList, time, uint32List } from '../sql/binders';
import { sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import { writtenDay } from '../derived/spans';
import {
  GAME_SESSION_ENDED,
  GAME_SESSION_HEARTBEAT,
  GAME_SESSION_STARTED,
  GAME_SESSION_TYPES,
  type GameSessionSigns,
  type GameSessionTraits,
} from './game-session';

/** A session by its two names: of the account and of its own. */
export interface GameSessionName {
  readonly userNo: number;
  readonly sessionId: string;
}

export interface GameSessionSignsRow {
  readonly user_no: number;
  readonly session_id: string;
  readonly facts: string;
  readonly first: GameSessionTraits;
  readonly starts: string;
  readonly started: GameSessionTraits & { readonly at_ms: string };
  readonly heartbeats: string;
  readonly first_heartbeat_ms: string;
  readonly last_heartbeat_ms: string;
  readonly ends: string;
  readonly ended: { readonly at_ms: string; readonly duration_ms: string };
  /** Where rows of it may lie that were computed from fewer facts. */
  readonly start_days: readonly number[];
  readonly games: readonly string[];
  readonly from_ms: string;
  readonly to_ms: string;
}

/**
 * What decides each session, of all its events in the period. The hundreds of heartbeats of a long one stay on the server: of
 * them only the first and the last say something.
 */
export function gameSessionSigns(
  names: readonly GameSessionName[],
  period: { readonly from: Date; readonly until: Date },
): Statement<GameSessionSignsRow> {
  const of = (type: string) => sql`event_type = ${text(type)}`;
  const [isStart, isHeartbeat, isEnd] = [of(GAME_SESSION_STARTED), of(GAME_SESSION_HEARTBEAT), of(GAME_SESSION_ENDED)];
  return statement({
    name: 'game-session-signs',
    limits: READING_LIMITS,
    query: sql`SELECT user_no, subject_id AS session_id, uniqExact(source, id) AS facts,
        argMin((game_id, platform, country, client_version, is_bot, is_staff)::${TRAITS}, (effective_at, source, id)) AS first,
        countIf(${isStart}) AS starts,
        argMinIf((game_id, platform, country, client_version, is_bot, is_staff, own_ms)::${STARTED}, (effective_at, source, id), ${isStart}) AS started,
        countIf(${isHeartbeat}) AS heartbeats, minIf(at_ms, ${isHeartbeat}) AS first_heartbeat_ms, maxIf(at_ms, ${isHeartbeat}) AS last_heartbeat_ms,
        countIf(${isEnd}) AS ends,
        argMaxIf((own_ms, duration_seconds * 1000)::Tuple(at_ms Int64, duration_ms Int64), (effective_at, source, id), ${isEnd}) AS ended,
        groupUniqArray(toUInt32(toDate(fromUnixTimestamp64Milli(if(${isEnd}, own_ms - duration_seconds * 1000, own_ms), 'UTC')))) AS start_days,
        groupUniqArray(game_id) AS games, min(at_ms) AS from_ms, max(at_ms) AS to_ms
      FROM (SELECT *, toUnixTimestamp64Milli(effective_at) AS at_ms,
          toUnixTimestamp64Milli(if(${isHeartbeat}, effective_at, coalesce(own_at, effective_at))) AS own_ms
        FROM events_by_user
        WHERE user_no IN ${uint32List(names.map(({ userNo }) => userNo))}
          AND effective_at >= ${time(period.from)} AND effective_at < ${time(period.until)}
          AND event_type IN ${textList(GAME_SESSION_TYPES)} AND subject_id IN ${textList(names.map(({ sessionId }) => sessionId))})
      GROUP BY user_no, subject_id`,
  });
}

const TRAITS = sql`Tuple(game_id String, platform String, country String, client_version String, is_bot Bool, is_staff Bool)`;
const STARTED = sql`Tuple(game_id String, platform String, country String, client_version String, is_bot Bool, is_staff Bool, at_ms Int64)`;

export function signsFrom(row: GameSessionSignsRow): GameSessionSigns {
  const { at_ms: startedMs, ...traits } = row.started;
  return {
    sessionId: row.session_id,
    userNo: row.user_no,
    facts: Number(row.facts),
    first: row.first,
    ...(Number(row.starts) > 0 ? { started: { ...traits, atMs: Number(startedMs) } } : {}),
    ...(Number(row.heartbeats) > 0
      ? { heartbeats: { firstMs: Number(row.first_heartbeat_ms), lastMs: Number(row.last_heartbeat_ms) } }
      : {}),
    ...(Number(row.ends) > 0
      ? { ended: { atMs: Number(row.ended.at_ms), durationMs: Number(row.ended.duration_ms) } }
      : {}),
  };
}

/** Stored rows of these sessions, wherever one of their events may have put them. */
export const storedGameSessions = (rows: readonly GameSessionSignsRow[]): SqlFragment =>
  sql`toDate(t.started_at) IN ${dayList([...new Set(rows.flatMap((row) => row.start_days))].map(writtenDay))}
    AND t.game_id IN ${textList([...new Set(rows.flatMap(({ games }) => games))])}
    AND t.user_no IN ${uint32List(rows.map(({ user_no }) => user_no))}
    AND t.session_id IN ${textList(rows.map(({ session_id }) => session_id))}`;
