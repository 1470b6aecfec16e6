import { sql } from '../../sql/sql';
import { type Statement, statement } from '../../sql/statement';
import { areWholeHours, type MetricPlan } from '../plan/metric-plan';
import { eventsMart } from './events.sql';
import { METRIC_LIMITS } from './measure-statement';
import { also, inScope, within } from './parts.sql';

export interface ExcludedRow {
  readonly bots: string;
  readonly staff: string;
}

export interface WatermarkRow {
  readonly watermark_ms: string | null;
}

/** Events of the period by bots and by staff, within the scope. */
export function excludedStatement({ period, scope }: MetricPlan): Statement<ExcludedRow> {
  const hourly = areWholeHours([period.from, period.until]);
  const query = hourly
    ? sql`SELECT sumIf(events, is_bot) AS bots, sumIf(events, is_staff) AS staff
      FROM ${eventsMart({ dimensions: [], filters: [], scope })} WHERE ${within(sql`hour`, period)} AND (is_bot OR is_staff)${also(inScope(scope))}`
    : sql`SELECT countIf(is_bot) AS bots, countIf(is_staff) AS staff
      FROM events FINAL WHERE ${within(sql`effective_at`, period)} AND (is_bot OR is_staff)${also(inScope(scope))}`;
  return statement({ name: 'metric-excluded', limits: METRIC_LIMITS, query });
}

/** A few rows: who waits longer for them waits for a warehouse that does not answer. */
const WATERMARK_LIMITS = { ...METRIC_LIMITS, maxRows: 1_000, maxSeconds: 2, maxRowsToRead: 10_000_000 };

/** How far the warehouse has got: the latest instant at which the platform received an event that is stored. */
export const watermarkStatement = (): Statement<WatermarkRow> =>
  statement({
    name: 'warehouse-watermark',
    limits: WATERMARK_LIMITS,
    query: sql`SELECT toUnixTimestamp64Milli(maxOrNull(received_at)) AS watermark_ms FROM events_watermark`,
  });
