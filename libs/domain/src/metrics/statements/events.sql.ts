import { textList } from '../../sql/binders';
import { sql, type SqlFragment } from '../../sql/sql';
import type { EventsMeasure } from '../definitions/measure';
import { type Asked, asksOnlyBy, type MetricPlan } from '../plan/metric-plan';
import { allowed, factColumns, leading, perBucket, where, within } from './parts.sql';

/** Events or their ratings, from the hourly mart where the buckets begin on whole hours. */
export const eventsSql = (plan: MetricPlan, measure: EventsMeasure): SqlFragment =>
  perBucket(plan, eventRows(plan, measure), measure.sum === 'ratings' ? sql`sum(ratings)` : sql`sum(events)`);

function eventRows(plan: MetricPlan, measure: EventsMeasure): SqlFragment {
  const columns = leading(factColumns(plan));
  if (plan.wholeHours) {
    return sql`
        SELECT ${columns}toInt64(toUnixTimestamp(hour)) * 1000 AS at_ms, events, ratings
        FROM ${eventsMart(plan)}${where(conditions(plan, measure, sql`hour`))}`;
  }
  return sql`
        SELECT ${columns}toUnixTimestamp64Milli(effective_at) AS at_ms, 1 AS events, rating AS ratings
        FROM events FINAL${where(conditions(plan, measure, sql`effective_at`))}`;
}

/** The narrowest mart that has what is asked for: by place or by game alone they are a small part of the one with everything. */
export function eventsMart(asked: Asked): SqlFragment {
  if (asksOnlyBy(asked, ['event_type', 'platform', 'country'])) return sql`mart_event_types_hourly`;
  return asksOnlyBy(asked, ['event_type', 'game_id']) ? sql`mart_event_games_hourly` : sql`mart_events_hourly`;
}

/** Distinct people behind events: accounts, and devices where there is none. */
export const eventPeopleSql = (plan: MetricPlan, measure: EventsMeasure): SqlFragment =>
  perBucket(
    plan,
    sql`
        SELECT ${leading(factColumns(plan))}toUnixTimestamp64Milli(effective_at) AS at_ms, ${PERSON} AS person
        FROM events${where([sql`(user_no != 0 OR device_no != 0)`, ...conditions(plan, measure, sql`effective_at`)])}`,
    sql`uniqExact(person)`,
  );

const PERSON = sql`if(user_no != 0, toInt64(user_no), -toInt64(device_no))`;

function conditions(plan: MetricPlan, measure: EventsMeasure, instant: SqlFragment): SqlFragment[] {
  const { types, kinds, withBotsAndStaff } = measure;
  return [
    ...(types.length === 0 ? [] : [sql`event_type IN ${textList(types)}`]),
    within(instant, plan.period),
    ...(kinds === undefined ? [] : [sql`kind IN ${textList(kinds)}`]),
    ...(withBotsAndStaff === true ? [] : [sql`NOT is_bot AND NOT is_staff`]),
    ...allowed(plan),
  ];
}
