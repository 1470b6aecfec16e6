import { READING_LIMITS } from '../derived/stored-rows.sql';
import { dayOf, writtenDay } from '../derived/spans';
import { dayList, text, textList, uint32List } from '../sql/binders';
import { sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import { FULFILLING_PAYMENTS, WISH_ADDED, type WishFact } from './wish';

export interface WishFactRow extends Omit<WishFact, 'atMs'> {
  readonly atMs: string;
}

interface Subjects {
  readonly users: readonly number[];
  readonly games: readonly string[];
}

/** Every wish these people ever had or gave up for these games. */
export const wishEvents = ({ users, games }: Subjects): Statement<WishFactRow> =>
  statement({
    name: 'wish-events',
    limits: READING_LIMITS,
    query: sql`SELECT toUnixTimestamp64Milli(effective_at) AS atMs, source, id, user_no AS userNo, game_id AS gameId,
        if(event_type = ${text(WISH_ADDED)}, 'added', 'removed') AS act, platform, country, is_bot AS isBot, is_staff AS isStaff
      FROM wish_acts FINAL PREWHERE user_no IN ${uint32List(users)} AND game_id IN ${textList(games)}`,
  });

/** Every purchase of theirs of these games, by the ledger; a payment is found by its buyer, its lines by its day and number. */
export const wishPurchases = ({ users, games }: Subjects): Statement<WishFactRow> =>
  statement({
    name: 'wish-purchases',
    limits: READING_LIMITS,
    query: sql`SELECT DISTINCT toUnixTimestamp64Milli(booked_at) AS atMs, source, id, user_no AS userNo, game_id AS gameId,
        'bought' AS act, platform, country, is_bot AS isBot, is_staff AS isStaff
      FROM revenue_ledger
      WHERE (toDate(booked_at), entry, transaction_id) IN (
          SELECT toDate(effective_at), CAST('purchase' AS Enum8('purchase' = 1, 'refund' = 2, 'chargeback' = 3)), subject_id FROM events_by_user
          WHERE user_no IN ${uint32List(users)} AND event_type = 'com.platform.payment.transaction.completed.v1' AND kind IN ${textList(FULFILLING_PAYMENTS)})
        AND user_no IN ${uint32List(users)} AND game_id IN ${textList(games)} AND payment_kind IN ${textList(FULFILLING_PAYMENTS)}`,
  });

/** Stored rows of these facts: a row lies where its fact does. */
export const storedWishes = (facts: readonly WishFact[]): SqlFragment =>
  sql`toDate(t.effective_at) IN ${dayList([...new Set(facts.map(({ atMs }) => writtenDay(dayOf(atMs))))])}
    AND t.game_id IN ${textList([...new Set(facts.map(({ gameId }) => gameId))])}
    AND t.user_no IN ${uint32List([...new Set(facts.map(({ userNo }) => userNo))])}`;
