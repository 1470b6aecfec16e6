import { int64, textList } from '../../sql/binders';
import { listOf } from '../../sql/bound';
import { sql, type SqlFragment } from '../../sql/sql';
import type { PeopleWindow } from '../definitions/measure';
import { areWholeHours, asksOnlyBy, type MetricPlan } from '../plan/metric-plan';
import { daysOf, peopleWindows, TOTAL_KEY } from '../plan/windows';
import { calendarBucket } from '../../time/buckets';
import {
  allowed,
  also,
  dimensionColumns,
  dimsArray,
  factColumns,
  leading,
  millis,
  perBucket,
  startsOf,
  withGames,
  within,
} from './parts.sql';

const PURCHASE = 'com.platform.payment.transaction.completed.v1';

/** What makes somebody active. */
export const ACTIVITY_TYPES = [
  'com.platform.library.session.started.v1',
  'com.platform.catalog.game.viewed.v1',
  'com.platform.social.review.created.v1',
  'com.platform.social.friend.added.v1',
  PURCHASE,
];

type ActivityTypes = readonly string[];

export const peopleSql = (plan: MetricPlan, types?: ActivityTypes): SqlFragment =>
  perBucket(plan, activity(plan, types, plan.period, plan.starts), sql`groupBitmapMerge(people)`);

/** Each day's people, added up over the days of a bucket; a day cut by the bucket counts with what lies in it. */
export function peopleDaysSql(plan: MetricPlan, types?: ActivityTypes): SqlFragment {
  const by = dimensionColumns(plan);
  const days = daysOf(
    [{ key: 0, from: calendarBucket(plan.period.from, 'day', plan.zone).from, until: plan.period.until }],
    plan.zone,
  );
  const slots = [...new Set([...plan.starts, ...days.starts].map((start) => start.getTime()))]
    .sort((one, other) => one - other)
    .map((start) => new Date(start));
  return sql`
    SELECT ${dimsArray(plan)} AS dims, bucket_ms, is_total, sum(people) AS value
    FROM (
      SELECT ${leading(by)}day_ms, bucket_ms, grouping(bucket_ms) AS is_total, groupBitmapMerge(people) AS people
      FROM (
        SELECT ${leading(by)}roundDown(at_ms, ${millis(days.starts)}) AS day_ms, roundDown(at_ms, ${startsOf(plan)}) AS bucket_ms, people
        FROM ${withGames(plan, activity(plan, types, plan.period, slots))})
      GROUP BY GROUPING SETS ((${leading(by)}day_ms, bucket_ms), (${leading(by)}day_ms)))
    GROUP BY ${leading(by)}bucket_ms, is_total`;
}

/** Distinct people of windows of days: the days' bitmaps are made once and merged for each window they lie in. */
export const peopleWindowSql = (plan: MetricPlan, window: PeopleWindow, types?: ActivityTypes): SqlFragment =>
  overWindows(plan, { window, types }, sql`groupBitmapMergeState(people)`, sql`groupBitmapMerge(of_day)`);

/** The days' people added up over the last 30 days. */
export const peopleDaysWindowSql = (plan: MetricPlan): SqlFragment =>
  overWindows(plan, { window: 'last-30-days' }, sql`groupBitmapMerge(people)`, sql`sum(of_day)`);

function overWindows(
  plan: MetricPlan,
  { window, types }: { readonly window: PeopleWindow; readonly types?: ActivityTypes | undefined },
  ofDay: SqlFragment,
  value: SqlFragment,
): SqlFragment {
  const windows = peopleWindows(plan, window);
  const { starts, until } = daysOf(windows, plan.zone);
  const by = dimensionColumns(plan);
  const keys = listOf(int64)(windows.map(({ key }) => key));
  const froms = millis(windows.map((each) => each.from));
  const untils = millis(windows.map((each) => each.until));
  return sql`
    SELECT ${dimsArray(plan)} AS dims, arrayJoin(arrayFilter((key, from, until) -> from <= day_ms AND day_ms < until, ${keys}, ${froms}, ${untils})) AS bucket_ms,
      bucket_ms = ${int64(TOTAL_KEY)} AS is_total, ${value} AS value
    FROM (
      SELECT ${leading(by)}roundDown(at_ms, ${millis(starts)}) AS day_ms, ${ofDay} AS of_day
      FROM ${withGames(plan, activity(plan, types, { from: starts[0]!, until }, starts))}
      GROUP BY ${leading(by)}day_ms)
    GROUP BY ${leading(by)}bucket_ms`;
}

/**
 * Bitmaps of active people with an instant `at_ms`: of accounts from the hourly marts, where the slots begin on whole hours
 * and the platform's own set of acts is asked for, else from the facts; of devices from what they were attributed to. Asked
 * about games, a purchase is an act with each of its games.
 */
function activity(
  plan: MetricPlan,
  types: ActivityTypes | undefined,
  stretch: { from: Date; until: Date },
  slots: readonly Date[],
): SqlFragment {
  const hourly = types === undefined && areWholeHours([...slots, stretch.from, stretch.until]);
  return sql`
        ${hourly ? martRows(plan, stretch) : factRows(plan, types, stretch, slots)}
        UNION ALL
        ${bitmapsOf(
          plan,
          slots,
          sql`attributed_events FINAL`,
          sql`effective_at`,
          sql`${within(sql`effective_at`, stretch)}
          AND ${isAct(types)}${plan.byGames ? sql` AND game_id != ''` : sql``}`,
        )}`;
}

/** A purchase is no act when it only tops up a wallet: the facts say so of the platform's own set. */
const isAct = (types: ActivityTypes | undefined): SqlFragment =>
  types === undefined
    ? sql`event_type IN ${textList(ACTIVITY_TYPES)} AND is_activity`
    : sql`event_type IN ${textList(types)} AND (is_activity OR event_type NOT IN ${textList(ACTIVITY_TYPES)})`;

/** The narrowest mart that has what is asked for: merging bitmaps of few places is a small part of merging those of many. */
const activityMart = (plan: MetricPlan): SqlFragment => {
  if (plan.byGames) return sql`mart_game_activity_hourly`;
  if (asksOnlyBy(plan, ['platform'])) return sql`mart_platform_people_hourly`;
  return asksOnlyBy(plan, ['country']) ? sql`mart_country_people_hourly` : sql`mart_activity_hourly`;
};

const martRows = (plan: MetricPlan, stretch: { from: Date; until: Date }): SqlFragment => sql`
        SELECT ${leading(factColumns(plan))}toInt64(toUnixTimestamp(hour)) * 1000 AS at_ms, people
        FROM ${activityMart(plan)}
        WHERE ${within(sql`hour`, stretch)}${also(allowed(plan))}`;

function factRows(
  plan: MetricPlan,
  types: ActivityTypes | undefined,
  stretch: { from: Date; until: Date },
  slots: readonly Date[],
): SqlFragment {
  const acts = sql`${within(sql`effective_at`, stretch)} AND ${isAct(types)}`;
  if (!plan.byGames) return bitmapsOf(plan, slots, sql`events`, sql`effective_at`, acts);
  const withGame = bitmapsOf(plan, slots, sql`events`, sql`effective_at`, sql`${acts} AND game_id != ''`);
  if (types !== undefined && !types.includes(PURCHASE)) return withGame;
  return sql`
        ${withGame}
        UNION ALL
        ${bitmapsOf(
          plan,
          slots,
          sql`revenue_ledger`,
          sql`booked_at`,
          sql`${within(sql`booked_at`, stretch)}
          AND entry = 'purchase' AND payment_kind != 'topup' AND game_id != ''`,
        )}`;
}

/** People are a set, so a row that is there twice until the next merge does no harm. */
const bitmapsOf = (
  plan: MetricPlan,
  slots: readonly Date[],
  table: SqlFragment,
  instant: SqlFragment,
  condition: SqlFragment,
): SqlFragment => sql`
        SELECT ${leading(factColumns(plan))}roundDown(toUnixTimestamp64Milli(${instant}), ${millis(slots)}) AS at_ms, groupBitmapState(user_no) AS people
        FROM ${table}
        WHERE ${condition} AND user_no != 0 AND NOT is_bot AND NOT is_staff${also(allowed(plan))}
        GROUP BY ${leading(factColumns(plan))}at_ms`;
