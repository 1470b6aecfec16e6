import { int64, text } from '../../sql/binders';
import { listOf } from '../../sql/bound';
import { sql, type SqlFragment } from '../../sql/sql';
import { CONVERSION_WINDOW_DAYS, type ConversionStart } from '../definitions/measure';
import { endsOf, type MetricPlan } from '../plan/metric-plan';
import { TOTAL_KEY } from '../plan/windows';
import {
  allowed,
  also,
  andOverall,
  dimensionColumns,
  dimsArray,
  dimsOrOverall,
  factColumns,
  inScope,
  isOverall,
  leading,
  millis,
  millisOf,
  perBucket,
  startsOf,
  withGames,
  within,
} from './parts.sql';

const DAY_MS = 24 * 3_600_000;
const PAGE_VIEWED = 'com.platform.catalog.game.viewed.v1';
const PEOPLE = sql`NOT is_bot AND NOT is_staff`;

export const storeSessionsSql = (plan: MetricPlan): SqlFragment =>
  perBucket(
    plan,
    sql`
        SELECT ${leading(factColumns(plan))}${millisOf(sql`started_at`)} AS at_ms
        FROM store_sessions FINAL
        WHERE ${within(sql`started_at`, plan.period)} AND ${PEOPLE}${also(allowed(plan))}`,
    sql`count()`,
  );

export const wishesSql = (plan: MetricPlan, effect: 'added' | 'removed'): SqlFragment =>
  perBucket(
    plan,
    wishRows(plan, sql`effect = ${text(effect)} AND ${within(sql`effective_at`, plan.period)}`),
    sql`count()`,
  );

const wishRows = (plan: MetricPlan, condition: SqlFragment): SqlFragment => sql`
        SELECT ${leading(factColumns(plan, 'game_id'))}user_no, ${millisOf(sql`effective_at`)} AS at_ms, effect
        FROM wishlist_ledger FINAL
        WHERE ${condition} AND ${PEOPLE}${also(allowed(plan))}`;

/** Wishes standing at the end of each bucket: all steps since ever, those of before the period in the first slot. */
export function outstandingWishesSql(plan: MetricPlan): SqlFragment {
  const by = leading(dimensionColumns(plan));
  const keys = listOf(int64)([...plan.starts.map((start) => start.getTime()), TOTAL_KEY]);
  const ends = millis([...endsOf(plan), plan.period.until]);
  const since = { from: new Date(0), until: plan.period.until };
  return sql`
    SELECT ${dimsArray(plan)} AS dims, arrayJoin(arrayFilter((key, end) -> slot_ms < end, ${keys}, ${ends})) AS bucket_ms,
      bucket_ms = ${int64(TOTAL_KEY)} AS is_total, sum(change) AS value
    FROM (
      SELECT ${by}roundDown(at_ms, ${startsOf(plan)}) AS slot_ms, sum(multiIf(effect = 'added', 1, effect = 'none', 0, -1)) AS change
      FROM ${withGames(plan, wishRows(plan, within(sql`effective_at`, since)))}
      GROUP BY ${by}slot_ms)
    GROUP BY ${by}bucket_ms`;
}

/**
 * People and games with a first step in the bucket: converted if a purchase of the game follows any of these steps within
 * the window, else finished once the window of the last of them has passed.
 */
export function conversionSql(plan: MetricPlan, from: ConversionStart, part: 'converted' | 'finished'): SqlFragment {
  const reach = CONVERSION_WINDOW_DAYS[from] * DAY_MS;
  if (part === 'converted') return convertedSql(plan, from, sql`sum(converted)`);
  /** Windows of steps up to here have passed. */
  const passed = (plan.watermark?.getTime() ?? 0) - reach;
  const stillOpen = convertedSql(plan, from, sql`countIf(converted AND last_ms > ${int64(passed)})`);
  return plan.period.from.getTime() > passed
    ? stillOpen
    : sql`
    SELECT dims, bucket_ms, is_total, sum(toInt64(value)) AS value
    FROM (${passedSql(plan, from, passed)}
    UNION ALL ${stillOpen})
    GROUP BY dims, bucket_ms, is_total`;
}

/** People and games all of whose steps in the bucket have had their time, whatever came of them: nothing is joined for them. */
const passedSql = (plan: MetricPlan, from: ConversionStart, passed: number): SqlFragment =>
  perBucket(
    plan,
    sql`SELECT *, game_id AS unit_game FROM (${stepRows(plan, from)})`,
    sql`uniqExact(user_no, unit_game) - uniqExactIf((user_no, unit_game), at_ms > ${int64(passed)})`,
  );

/** Most steps are of people who never bought the game: only those of buyers are joined and grouped. */
function convertedSql(plan: MetricPlan, from: ConversionStart, decided: SqlFragment): SqlFragment {
  const by = leading(dimensionColumns(plan));
  const reach = CONVERSION_WINDOW_DAYS[from] * DAY_MS;
  const steps = sql`
          SELECT ${leading(factColumns(plan, 'game_id'))}user_no, at_ms, arrayExists(bought_ms -> bought_ms >= at_ms AND bought_ms <= at_ms + ${int64(reach)}, bought) AS has_bought
          FROM (${purchases(plan, reach)}) AS purchase
          INNER JOIN (${stepRows(plan, from, [isOfBuyer(plan, reach)])}) AS step ON step.user_no = purchase.buyer_no AND step.game_id = purchase.bought_game`;
  return sql`
    SELECT ${dimsOrOverall(plan, sql`is_overall`)} AS dims, bucket_ms, is_total, ${decided} AS value
    FROM (
      SELECT ${by}user_no, unit_game, roundDown(at_ms, ${startsOf(plan)}) AS bucket_ms, grouping(bucket_ms) AS is_total, ${isOverall(plan)} AS is_overall,
        max(has_bought) AS converted, max(at_ms) AS last_ms
      FROM (SELECT *, game_id AS unit_game FROM ${withGames(plan, steps)})
      GROUP BY GROUPING SETS ((${by}user_no, unit_game, bucket_ms), (${by}user_no, unit_game)${andOverall(plan, sql`user_no, unit_game`)}))
    GROUP BY ${by}bucket_ms, is_total, is_overall`;
}

/** Distinct people with a first step in the bucket. */
export const conversionPeopleSql = (plan: MetricPlan, from: ConversionStart): SqlFragment =>
  perBucket(plan, stepRows(plan, from), sql`uniqExact(user_no)`);

const stepRows = (plan: MetricPlan, from: ConversionStart, only: readonly SqlFragment[] = []): SqlFragment =>
  from === 'page'
    ? viewRows(plan, only)
    : wishRows(plan, sql`effect = 'added' AND ${within(sql`effective_at`, plan.period)}${also(only)}`);

const viewRows = (plan: MetricPlan, only: readonly SqlFragment[]): SqlFragment => {
  const views = sql`event_type = ${text(PAGE_VIEWED)} AND ${within(sql`effective_at`, plan.period)} AND user_no != 0 AND ${PEOPLE}${also([...only, ...allowed(plan)])}`;
  const columns = sql`${leading(factColumns(plan, 'game_id'))}user_no, ${millisOf(sql`effective_at`)} AS at_ms`;
  return sql`
            SELECT ${columns} FROM events WHERE ${views}
            UNION ALL
            SELECT ${columns} FROM attributed_events FINAL WHERE ${views}`;
};

const purchases = (plan: MetricPlan, windowMs: number): SqlFragment => sql`
            SELECT user_no AS buyer_no, game_id AS bought_game, groupArray(${millisOf(sql`booked_at`)}) AS bought
            FROM ${bought(plan, windowMs)}
            GROUP BY buyer_no, bought_game`;

/** Passes over most steps by one number each before anything is joined; two that share it are told apart by the join. */
const isOfBuyer = (plan: MetricPlan, windowMs: number): SqlFragment =>
  sql`cityHash64(user_no, game_id) GLOBAL IN (SELECT cityHash64(user_no, game_id) FROM ${bought(plan, windowMs)})`;

function bought(plan: MetricPlan, windowMs: number): SqlFragment {
  const { from, until } = plan.period;
  const reach = { from, until: new Date(until.getTime() + windowMs) };
  return sql`revenue_ledger
            WHERE entry = 'purchase' AND payment_kind IN ('game', 'dlc', 'gift') AND ${within(sql`booked_at`, reach)} AND ${PEOPLE}${also(inScope(plan.scope))}`;
}
