import { identifier, join, sql, type SqlFragment } from '../sql/sql';
import { int64, time } from '../sql/binders';
import { listOf } from '../sql/bound';
import { GAME_SESSION_RULES } from './game-session';

/** What game sessions can be broken down by. */
export const GAME_SESSION_DIMENSIONS = ['game_id', 'platform', 'country', 'client_version'] as const;
export type GameSessionDimension = (typeof GAME_SESSION_DIMENSIONS)[number];

/** Which sessions are asked for, and how the answer is cut. */
export interface GameSessionQuestion {
  readonly period: { readonly from: Date; readonly until: Date };
  /** Where the buckets begin, in order, the first one at the start of the period. */
  readonly buckets: readonly Date[];
  /** How far the facts are complete: a session without an end is over when it has given no sign for long by then. */
  readonly watermark: Date;
  readonly dimensions?: readonly GameSessionDimension[];
  /** A condition over `user_no game_id platform country client_version is_bot is_staff`. */
  readonly where?: SqlFragment;
}

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

/** Sessions by where they start: bucket_ms, dimensions, sessions, length_ms (their sum; the mean is a ratio of the two). */
export function startedGameSessions(question: GameSessionQuestion): SqlFragment {
  const { period, watermark, where = sql`1` } = question;
  return sql`SELECT bucket_ms, ${columns(question)}count() AS sessions, sum(length_ms) AS length_ms
    FROM (SELECT roundDown(toUnixTimestamp64Milli(started_at), ${starts(question)}) AS bucket_ms, ${words(question)} AS words, length_ms
      FROM (${closedGameSessions(watermark, period.from, period.until)}) WHERE ${where})
    GROUP BY bucket_ms, words`;
}

/** bucket_ms, dimensions, played_ms: what a person played of a game at the same time on two devices counts once. */
export function playtime(question: GameSessionQuestion): SqlFragment {
  return sql`SELECT bucket_ms, ${columns(question)}sum(union_ms) AS played_ms
    FROM (SELECT bucket_ms, user_no, game_id, words,
        intervalLengthSum(greatest(from_ms, bucket_ms), least(to_ms, transform(bucket_ms, ${starts(question)}, ${ends(question)}))) AS union_ms
      FROM (SELECT user_no, game_id, words, from_ms, to_ms, arrayJoin(${touchedBuckets(question)}) AS bucket_ms FROM (${clipped(question)}))
      GROUP BY bucket_ms, user_no, game_id, words)
    GROUP BY bucket_ms, words`;
}

/** bucket_ms, dimensions, players: the largest number of people with an open session at one instant of the bucket. */
export function peakConcurrentPlayers(question: GameSessionQuestion): SqlFragment {
  const begun = sql`arrayMap(b -> (b, 0), arrayFilter(b -> b > from_ms, ${touchedBuckets(question)}))`;
  return sql`SELECT bucket_ms, ${columns(question)}max(playing) AS players
    FROM (SELECT roundDown(at, ${starts(question)}) AS bucket_ms, words, at,
        sum(change) OVER (PARTITION BY words ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS playing
      FROM (SELECT words, at, sum(change) AS change
        FROM (SELECT words, at, toInt64(open > 0) - toInt64(open - step > 0) AS change
          FROM (SELECT words, at, step, sum(step) OVER (PARTITION BY words, user_no ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS open
            FROM (SELECT user_no, words, edge.1 AS at, sum(edge.2) AS step
              FROM (SELECT user_no, words, arrayJoin(arrayConcat([(from_ms, 1), (to_ms, -1)], ${begun})) AS edge FROM (${clipped(question)}))
              GROUP BY user_no, words, at)))
        GROUP BY words, at))
    WHERE at < ${int64(question.period.until.getTime())}
    GROUP BY bucket_ms, words`;
}

/** The part of each session that lies in the period, in milliseconds; a session is no longer than the cap. */
function clipped(question: GameSessionQuestion): SqlFragment {
  const { period, watermark, where = sql`1` } = question;
  const first = new Date(period.from.getTime() - capMs);
  return sql`SELECT user_no, game_id, ${words(question)} AS words,
      greatest(toUnixTimestamp64Milli(started_at), ${int64(period.from.getTime())}) AS from_ms,
      least(toUnixTimestamp64Milli(finished_at), ${int64(period.until.getTime())}) AS to_ms
    FROM (${closedGameSessions(watermark, first, period.until)}) WHERE (${where}) AND to_ms > from_ms`;
}

/** A look every half hour and at the last instant meets every bucket, since none but the first and the last is shorter. */
const touchedBuckets = (question: GameSessionQuestion): SqlFragment =>
  sql`arrayDistinct(arrayMap(k -> roundDown(least(from_ms + k * 1800000, to_ms - 1), ${starts(question)}), range(toUInt32(intDiv(to_ms - from_ms, 1800000) + 2))))`;

const instants = listOf(int64);
const starts = ({ buckets }: GameSessionQuestion) => instants(buckets.map((start) => start.getTime()));
const ends = ({ buckets, period }: GameSessionQuestion) =>
  instants([...buckets.slice(1), period.until].map((end) => end.getTime()));

const dimension = (name: GameSessionDimension) => identifier(GAME_SESSION_DIMENSIONS, name);

/** All dimensions as one column, so that none of the steps has to name them. */
const words = ({ dimensions = [] }: GameSessionQuestion): SqlFragment =>
  dimensions.length === 0
    ? sql`emptyArrayString()`
    : sql`[${join(
        dimensions.map((name) => sql`toString(${dimension(name)})`),
        sql`, `,
      )}]`;

const columns = ({ dimensions = [] }: GameSessionQuestion): SqlFragment =>
  dimensions.length === 0
    ? sql``
    : sql`${join(
        dimensions.map((name, index) => sql`words[${int64(index + 1)}] AS ${dimension(name)}`),
        sql`, `,
      )}, `;
