import { int64, text, textList, time, uint32 } from '../sql/binders';
import { GAME_SESSION_TYPES } from '../sessions/game-session';
import { STORE_SESSION_TYPES } from '../sessions/store-session';
import { WISH_TYPES } from '../wishes/wish';
import { sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import { READING_LIMITS } from './stored-rows.sql';

/** A half-open period of event time. */
export interface DerivedRange {
  readonly from: Date;
  readonly until: Date;
}

/** Subjects page by page: those that come after a place, so many at most. */
export interface SubjectPage<Place> {
  readonly range: DerivedRange;
  readonly after: Place;
  readonly size: number;
}

export interface NumberRow {
  readonly no: number;
}

export interface GameSessionPlace {
  readonly userNo: number;
  readonly sessionId: string;
}

export interface GameSessionPlaceRow extends GameSessionPlace {
  readonly from_ms: string;
  readonly to_ms: string;
}

export interface WishPlace {
  readonly userNo: number;
  readonly gameId: string;
}

const within = ({ from, until }: DerivedRange): SqlFragment =>
  sql`effective_at >= ${time(from)} AND effective_at < ${time(until)}`;

export const devicesIn = ({ range, after, size }: SubjectPage<number>): Statement<NumberRow> =>
  statement({
    name: 'derived-devices',
    limits: READING_LIMITS,
    query: sql`SELECT device_no AS no FROM events_by_device
      WHERE device_no > ${uint32(after)} AND ${within(range)} AND (user_no = 0 OR event_type IN ${textList(STORE_SESSION_TYPES)})
      GROUP BY device_no ORDER BY device_no LIMIT ${int64(size)}`,
  });

export const accountsIn = ({ range, after, size }: SubjectPage<number>): Statement<NumberRow> =>
  statement({
    name: 'derived-accounts',
    limits: READING_LIMITS,
    query: sql`SELECT user_no AS no FROM events_by_user
      WHERE user_no > ${uint32(after)} AND ${within(range)} AND device_no = 0 AND event_type IN ${textList(STORE_SESSION_TYPES)}
      GROUP BY user_no ORDER BY user_no LIMIT ${int64(size)}`,
  });

export const gameSessionsIn = ({ range, after, size }: SubjectPage<GameSessionPlace>): Statement<GameSessionPlaceRow> =>
  statement({
    name: 'derived-game-sessions',
    limits: READING_LIMITS,
    query: sql`SELECT user_no AS userNo, subject_id AS sessionId, toUnixTimestamp64Milli(min(effective_at)) AS from_ms,
        toUnixTimestamp64Milli(max(effective_at)) AS to_ms
      FROM events_by_user
      WHERE user_no >= ${uint32(after.userNo)} AND (user_no, subject_id) > (${uint32(after.userNo)}, ${text(after.sessionId)})
        AND ${within(range)} AND event_type IN ${textList(GAME_SESSION_TYPES)} AND subject_id != ''
      GROUP BY user_no, subject_id ORDER BY user_no, subject_id LIMIT ${int64(size)}`,
  });

/** Wishes of everybody who wished or paid for something in the period. */
export const wishesIn = ({ range, after, size }: SubjectPage<WishPlace>): Statement<WishPlace> =>
  statement({
    name: 'derived-wishes',
    limits: READING_LIMITS,
    query: sql`SELECT user_no AS userNo, game_id AS gameId FROM events_by_user
      WHERE user_no >= ${uint32(after.userNo)} AND (user_no, game_id) > (${uint32(after.userNo)}, ${text(after.gameId)})
        AND event_type IN ${textList(WISH_TYPES)} AND game_id != ''
        AND user_no IN (SELECT user_no FROM events_by_user WHERE user_no >= ${uint32(after.userNo)} AND ${within(range)}
          AND (event_type IN ${textList(WISH_TYPES)} OR event_type = 'com.platform.payment.transaction.completed.v1'))
      GROUP BY user_no, game_id ORDER BY user_no, game_id LIMIT ${int64(size)}`,
  });
