import { int64, text, time } from '../sql/binders';
import { listOf } from '../sql/bound';
import { sql } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import type { MetricQuestion } from './metric-question';

export interface CountRow {
  /** Start of the bucket in Unix milliseconds. */
  readonly bucket_ms: string;
  /** 1 on the one row that counts the whole period. */
  readonly is_total: number | string;
  readonly value: string;
}

export interface WatermarkRow {
  readonly watermark_ms: string | null;
}

const LIMITS = { maxRows: 10_000, maxSeconds: 10, maxMemoryBytes: 2_000_000_000, maxRowsToRead: 1_000_000_000 };

/**
 * Distinct events by bucket and over the whole period. The identity (source, id) is counted, not rows, so a row that is
 * there twice until the next merge counts once. The buckets' starts are bound values: the calendar lives in one place.
 */
export function metricValuesStatement(question: MetricQuestion): Statement<CountRow> {
  const starts = listOf(int64)(question.buckets.map((start) => start.getTime()));
  return statement<CountRow>({
    name: 'metric-values-count',
    limits: LIMITS,
    query: sql`
      SELECT roundDown(toUnixTimestamp64Milli(effective_at), ${starts}) AS bucket_ms, grouping(bucket_ms) AS is_total,
        uniqExact(source, id) AS value
      FROM events
      WHERE event_type = ${text(question.metric.eventType)}
        AND effective_at >= ${time(question.period.from)}
        AND effective_at < ${time(question.period.until)}
      GROUP BY GROUPING SETS ((bucket_ms), ())
      ORDER BY is_total, bucket_ms`,
  });
}

/** How far the warehouse has got: the latest instant at which the platform received an event that is stored. */
export function watermarkStatement(): Statement<WatermarkRow> {
  return statement<WatermarkRow>({
    name: 'warehouse-watermark',
    limits: LIMITS,
    query: sql`SELECT toUnixTimestamp64Milli(maxOrNull(received_at)) AS watermark_ms FROM events`,
  });
}
