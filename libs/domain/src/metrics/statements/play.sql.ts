import { closedGameSessions } from '../../sessions/closed-game-sessions.sql';
import { GAME_SESSION_RULES } from '../../sessions/game-session';
import { int64 } from '../../sql/binders';
import { sql, type SqlFragment } from '../../sql/sql';
import { endsOf, type MetricPlan } from '../plan/metric-plan';
import {
  allowed,
  also,
  commaList,
  dimensionColumns,
  factColumns,
  groupedByBucket,
  leading,
  millis,
  millisOf,
  perBucket,
  startsOf,
  withGames,
} from './parts.sql';

const LONGEST_MS = GAME_SESSION_RULES.capMs;

export const gameSessionsSql = (plan: MetricPlan, what: 'sessions' | 'length'): SqlFragment =>
  perBucket(
    plan,
    sql`
        SELECT ${leading(factColumns(plan))}start_ms AS at_ms, end_ms - start_ms AS length
        FROM (${closedSessions(plan, plan.period)})`,
    what === 'sessions' ? sql`count()` : sql`sum(length)`,
  );

/** Distinct people whose sessions begin in the bucket. */
export const gameSessionPeopleSql = (plan: MetricPlan): SqlFragment =>
  perBucket(
    plan,
    sql`
        SELECT ${leading(factColumns(plan))}start_ms AS at_ms, user_no
        FROM (${closedSessions(plan, plan.period)})`,
    sql`uniqExact(user_no)`,
  );

/** Distinct people with a session in the bucket, wherever it began. */
export function playersSql(plan: MetricPlan): SqlFragment {
  const by = leading(dimensionColumns(plan));
  const starts = startsOf(plan);
  const { from, until } = plan.period;
  const nth = (instant: SqlFragment) => sql`toUInt32(indexOf(${starts}, roundDown(${instant}, ${starts})))`;
  const first = nth(sql`greatest(start_ms, ${int64(from.getTime())})`);
  const last = nth(sql`least(end_ms, ${int64(until.getTime())}) - 1`);
  const reach = { from: new Date(from.getTime() - LONGEST_MS), until };
  const sessions = sql`SELECT ${leading(factColumns(plan, 'game_id'))}user_no, start_ms, end_ms FROM (${closedSessions(plan, reach)})`;
  return groupedByBucket(
    plan,
    sql`(
      SELECT ${by}user_no, arrayJoin(range(${first}, ${last} + 1)) AS nth, ${starts}[nth] AS at_ms
      FROM ${withGames(plan, sessions)}
      WHERE end_ms > ${int64(from.getTime())} AND end_ms > start_ms)`,
    sql`uniqExact(user_no)`,
  );
}

/** Time in games, each instant of a person in a game once, whatever number of devices. */
export function playtimeSql(plan: MetricPlan): SqlFragment {
  const by = leading(dimensionColumns(plan));
  const starts = startsOf(plan);
  const ends = millis(endsOf(plan));
  return groupedByBucket(
    plan,
    sql`(
      SELECT ${by}arrayJoin(range(toUInt32(indexOf(${starts}, roundDown(from_ms, ${starts}))), toUInt32(indexOf(${starts}, roundDown(until_ms - 1, ${starts}))) + 1)) AS nth,
        ${starts}[nth] AS at_ms, least(until_ms, ${ends}[nth]) - greatest(from_ms, at_ms) AS covered
      FROM (${stretches(plan, sql`user_no, game_id`)}))`,
    sql`sum(covered)`,
  );
}

/** The largest number of people in a session at one instant: comings and goings in order, added up. */
export function concurrentPlayersSql(plan: MetricPlan): SqlFragment {
  const by = dimensionColumns(plan);
  const starts = startsOf(plan);
  const partition = by.length === 0 ? sql`` : sql`PARTITION BY ${commaList(by)} `;
  return groupedByBucket(
    plan,
    sql`(
      SELECT ${leading(by)}at_ms, sum(change) OVER (${partition}ORDER BY at_ms ASC) AS present
      FROM (
        SELECT ${leading(by)}point.1 AS at_ms, sum(point.2) AS change
        FROM (
          SELECT ${leading(by)}arrayJoin(arrayConcat([(from_ms, toInt64(1)), (until_ms, toInt64(-1))], arrayMap(start -> (start, toInt64(0)),
            arrayFilter(start -> start > from_ms AND start < until_ms, ${starts})))) AS point
          FROM (${stretches(plan, sql`user_no`)}))
        GROUP BY ${leading(by)}at_ms
        HAVING at_ms < ${int64(plan.period.until.getTime())}))`,
    sql`max(present)`,
  );
}

/** Sessions of one subject as stretches that do not overlap, cut to the period. */
function stretches(plan: MetricPlan, subject: SqlFragment): SqlFragment {
  const by = leading(dimensionColumns(plan));
  const { from, until } = plan.period;
  const reach = { from: new Date(from.getTime() - LONGEST_MS), until };
  const sessions = sql`SELECT ${leading(factColumns(plan, 'game_id'))}user_no, start_ms, end_ms FROM (${closedSessions(plan, reach)})`;
  return sql`
          SELECT ${by}greatest(start_ms, reached_ms, ${int64(from.getTime())}) AS from_ms, least(end_ms, ${int64(until.getTime())}) AS until_ms
          FROM (
            SELECT ${by}start_ms, end_ms, max(end_ms) OVER (PARTITION BY ${by}${subject} ORDER BY start_ms ASC, end_ms ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached_ms
            FROM ${withGames(plan, sessions)})
          WHERE from_ms < until_ms`;
}

/** Sessions of people that are over, as known at the watermark. */
const closedSessions = (
  plan: MetricPlan,
  { from, until }: { readonly from: Date; readonly until: Date },
): SqlFragment => sql`
            SELECT ${leading(factColumns(plan, 'game_id'))}user_no, ${millisOf(sql`started_at`)} AS start_ms, ${millisOf(sql`finished_at`)} AS end_ms
            FROM (${closedGameSessions(plan.watermark ?? new Date(0), from, until)})
            WHERE NOT is_bot AND NOT is_staff${also(allowed(plan))}`;
