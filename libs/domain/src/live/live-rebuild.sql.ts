import { text, time, uint32, uint32List, uint64List } from '../sql/binders';
import { sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import { LIVE_AHEAD_SECONDS, LIVE_ENDED, LIVE_HEARTBEAT, LIVE_PAYMENT, LIVE_STARTED, LIVE_VIEW } from './fold-live';
import { LIVE_HORIZON_SECONDS, LIVE_MARGIN_SECONDS } from './live-window';

/** The part of the warehouse that live numbers are made of anew: the last hour of what is stored completely. */
export interface LivePast {
  readonly topic: string;
  /** Partition → first offset that is not stored yet. */
  readonly stored: ReadonlyMap<number, bigint>;
  readonly nowSecond: number;
}

export interface LiveCountRow {
  readonly second: number;
  readonly event_type: string;
  readonly game_id: string;
  readonly events: string;
  readonly views: string;
  readonly purchases: string;
  readonly watermark_ms: string;
}

export interface LiveMoneyRow {
  readonly second: number;
  readonly game_id: string;
  readonly kopecks: string;
}

export interface LiveSeenRow {
  readonly game_id: string;
  readonly user_no: number;
  /** 0 where all sightings are in seconds that are not over. */
  readonly latest: number;
  readonly ahead: readonly number[];
}

export interface LiveSessionRow {
  readonly user_no: number;
  readonly session_id: string;
  readonly sign: number;
  readonly ended: number;
}

export interface LiveIdentityRow {
  readonly identity: string;
}

const LIMITS = { maxRows: 5_000_000, maxSeconds: 60, maxMemoryBytes: 2_000_000_000, maxRowsToRead: 2_000_000_000 };

/** What happened in each second, by type and, for views, by game. */
export const liveCountsStatement = (past: LivePast): Statement<LiveCountRow> =>
  statement({
    name: 'live-counts',
    limits: LIMITS,
    query: sql`
      SELECT toUnixTimestamp(effective_at) AS second, event_type,
        if(event_type = ${text(LIVE_VIEW)} AND NOT is_bot AND NOT is_staff, events.game_id, '') AS game_id, count() AS events,
        countIf(event_type = ${text(LIVE_VIEW)} AND NOT is_bot AND NOT is_staff) AS views,
        countIf(event_type = ${text(LIVE_PAYMENT)} AND is_activity AND NOT is_bot AND NOT is_staff) AS purchases,
        toUnixTimestamp64Milli(max(received_at)) AS watermark_ms
      FROM events
      WHERE ${within(past, sql`effective_at`)}
      GROUP BY second, event_type, game_id
      ORDER BY second`,
  });

/** What was earned in each second, net, by game. */
export const liveMoneyStatement = (past: LivePast): Statement<LiveMoneyRow> =>
  statement({
    name: 'live-money',
    limits: LIMITS,
    query: sql`
      SELECT toUnixTimestamp(booked_at) AS second, game_id,
        sum(gross_kopecks - discount_kopecks - tax_kopecks - fee_kopecks - refund_kopecks - chargeback_kopecks) AS kopecks
      FROM revenue_ledger
      WHERE ${within(past, sql`booked_at`)} AND NOT is_bot AND NOT is_staff AND payment_kind != 'topup'
      GROUP BY second, game_id
      ORDER BY second`,
  });

/** When each account was active last. */
export const liveUsersStatement = (past: LivePast): Statement<LiveSeenRow> =>
  statement({
    name: 'live-users',
    limits: LIMITS,
    query: sql`
      SELECT '' AS game_id, user_no, ${sightings(past)}
      FROM events
      WHERE ${within(past, sql`effective_at`)} AND is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
      GROUP BY user_no`,
  });

/** When each account played each game last. */
export const livePlayersStatement = (past: LivePast): Statement<LiveSeenRow> =>
  statement({
    name: 'live-players',
    limits: LIMITS,
    query: sql`
      SELECT game_id, user_no, ${sightings(past)}
      FROM events
      WHERE ${within(past, sql`effective_at`)} AND ${ofSessions([LIVE_STARTED, LIVE_HEARTBEAT])} AND game_id != ''
      GROUP BY game_id, user_no`,
  });

/** The latest sign and the end of each game session. */
export const liveSessionsStatement = (past: LivePast): Statement<LiveSessionRow> =>
  statement({
    name: 'live-sessions',
    limits: LIMITS,
    query: sql`
      SELECT user_no, subject_id AS session_id,
        maxIf(if(event_type = ${text(LIVE_STARTED)} AND own_at IS NOT NULL,
          least(toUnixTimestamp(effective_at), toUnixTimestamp(assumeNotNull(own_at))), toUnixTimestamp(effective_at)),
          event_type != ${text(LIVE_ENDED)}) AS sign,
        maxIf(toUnixTimestamp(effective_at), event_type = ${text(LIVE_ENDED)}) AS ended
      FROM events
      WHERE ${within(past, sql`effective_at`)} AND ${ofSessions([LIVE_STARTED, LIVE_HEARTBEAT, LIVE_ENDED])}
      GROUP BY user_no, session_id`,
  });

/** Who each event was, the youngest first: a repeat of one of them is not counted again. */
export const liveIdentitiesStatement = (past: LivePast, most: number): Statement<LiveIdentityRow> =>
  statement({
    name: 'live-identities',
    limits: LIMITS,
    query: sql`
      SELECT hex(substring(SHA1(concat(source, char(10), id)), 1, 8)) AS identity
      FROM events
      WHERE ${within(past, sql`effective_at`)}
      ORDER BY received_at DESC
      LIMIT ${uint32(most)}`,
  });

const sightings = ({ nowSecond }: LivePast): SqlFragment => sql`
  maxIf(toUnixTimestamp(effective_at), toUnixTimestamp(effective_at) < ${uint32(nowSecond)}) AS latest,
  groupUniqArrayIf(toUnixTimestamp(effective_at), toUnixTimestamp(effective_at) >= ${uint32(nowSecond)}) AS ahead`;

const ofSessions = (types: readonly string[]): SqlFragment => {
  const [first, second = first, third = first] = types as [string, string?, string?];
  return sql`event_type IN (${text(first)}, ${text(second)}, ${text(third)})
    AND subject_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff`;
};

function within({ topic, stored, nowSecond }: LivePast, at: SqlFragment): SqlFragment {
  const from = new Date((nowSecond - LIVE_HORIZON_SECONDS - LIVE_MARGIN_SECONDS) * 1_000);
  const until = new Date((nowSecond + LIVE_AHEAD_SECONDS + 1) * 1_000);
  const parts = uint32List([...stored.keys()]);
  const ends = uint64List([...stored.values()]);
  return sql`${at} >= ${time(from)} AND ${at} < ${time(until)} AND _kt = ${text(topic)}
    AND _ko < transform(toUInt32(_kp), ${parts}, ${ends}, toUInt64(0))`;
}
