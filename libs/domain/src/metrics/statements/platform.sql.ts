import { sql, type SqlFragment } from '../../sql/sql';
import type { MetricPlan } from '../plan/metric-plan';
import { allowed, also, factColumns, hourMillis, inScope, leading, millisOf, perBucket, within } from './parts.sql';

const STARTED = sql`event_type = 'com.platform.download.started.v1'`;
const COMPLETED = sql`event_type = 'com.platform.download.completed.v1'`;

/** Downloads are told apart by their own id, so that one that was told of twice is one. */
export const downloadsSql = (plan: MetricPlan, part: 'started' | 'completed'): SqlFragment =>
  perBucket(
    plan,
    sql`
        SELECT ${leading(factColumns(plan))}${millisOf(sql`effective_at`)} AS at_ms, subject_id
        FROM events
        WHERE ${STARTED} AND ${within(sql`effective_at`, plan.period)} AND NOT is_bot AND NOT is_staff${also(allowed(plan))}${
          part === 'started'
            ? sql``
            : sql`
          AND subject_id IN (SELECT subject_id FROM events WHERE ${COMPLETED}${also(inScope(plan.scope))})`
        }`,
    plan.approximate ? sql`uniqCombined64(subject_id)` : sql`uniqExact(subject_id)`,
  );

/** A table of few columns and one row an event, however often it was refused. */
export const rejectionsSql = (plan: MetricPlan): SqlFragment =>
  perBucket(
    plan,
    sql`
        SELECT ${leading(factColumns(plan))}${millisOf(sql`rejected_at`)} AS at_ms
        FROM rejections FINAL
        WHERE ${within(sql`rejected_at`, plan.period)}${also(allowed(plan))}`,
    sql`count()`,
  );

export function servicesSql(plan: MetricPlan, what: 'requests' | 'errors' | 'latency-p95'): SqlFragment {
  const values = {
    requests: sql`sum(requests)`,
    errors: sql`sum(errors)`,
    'latency-p95': plan.wholeHours
      ? sql`quantileExactWeightedMerge(0.95)(latency_p95)`
      : sql`quantileExactWeighted(0.95)(latency_p95_ms, requests)`,
  };
  return perBucket(plan, plan.wholeHours ? hourlyRows(plan) : measuredRows(plan), values[what]);
}

const hourlyRows = (plan: MetricPlan): SqlFragment => sql`
        SELECT ${leading(factColumns(plan))}${hourMillis} AS at_ms, requests, errors, latency_p95
        FROM mart_service_hourly
        WHERE ${within(sql`hour`, plan.period)}${also(allowed(plan))}`;

const measuredRows = (plan: MetricPlan): SqlFragment => sql`
        SELECT ${leading(factColumns(plan))}${millisOf(sql`measured_at`)} AS at_ms, requests, errors, latency_p95_ms
        FROM service_measurements FINAL
        WHERE ${within(sql`measured_at`, plan.period)}${also(allowed(plan))}`;
