import type { OwnMetric } from '@analytics/domain';

/** One version of an own metric with where its definition stands. */
export interface StoredMetric {
  readonly definition: OwnMetric;
  readonly version: number;
  /** Subject of who made the first version. */
  readonly owner: string;
  readonly createdAt: Date;
  /** Of this version. */
  readonly createdBy: string;
  readonly changedAt: Date;
  readonly archivedAt: Date | null;
}

export interface MetricRow {
  readonly name: string;
  readonly owner: string;
  readonly version: number;
  readonly definition: OwnMetric;
  readonly created_at: Date;
  readonly created_by: string;
  readonly changed_at: Date;
  readonly archived_at: Date | null;
}

export const storedMetricOf = (row: MetricRow): StoredMetric => ({
  definition: row.definition,
  version: row.version,
  owner: row.owner,
  createdAt: row.created_at,
  createdBy: row.created_by,
  changedAt: row.changed_at,
  archivedAt: row.archived_at,
});
