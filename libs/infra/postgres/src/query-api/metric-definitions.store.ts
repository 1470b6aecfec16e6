import type { OwnMetric } from '@analytics/domain';
import type { RepeatableRequest } from '@analytics/service-kit';
import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { type MetricRow, type StoredMetric, storedMetricOf } from './metric-definitions.records';

/** More than there may ever be, so that one query brings all. */
const MOST = 100_000;
const NEWEST = `SELECT m.name, m.owner, v.version, v.definition, m.created_at, v.created_by, v.created_at AS changed_at, m.archived_at
   FROM metric_definitions m JOIN metric_definition_versions v ON v.name = m.name`;

/** Metrics that people defined. A version never changes; a definition is archived, never deleted. */
export class MetricDefinitionsStore {
  constructor(private readonly postgres: Postgres) {}

  /** Grows with every change. */
  async lastChange(): Promise<string> {
    const rows = await this.postgres.query<{ last: string }>(
      'SELECT last_change AS last FROM metric_definition_changes',
    );
    return rows[0]?.last ?? '0';
  }

  /** The newest version of each, archived ones too. */
  async newest(): Promise<StoredMetric[]> {
    const rows = await this.postgres.query<MetricRow>(`${NEWEST} AND v.version = m.version ORDER BY m.name LIMIT $1`, [
      MOST,
    ]);
    return rows.map(storedMetricOf);
  }

  async version(name: string, version: number): Promise<StoredMetric | undefined> {
    const rows = await this.postgres.query<MetricRow>(`${NEWEST} WHERE m.name = $1 AND v.version = $2`, [
      name,
      version,
    ]);
    return rows.map(storedMetricOf)[0];
  }

  /** What happens in one transaction of a change. */
  change<T>(work: (change: MetricDefinitionChange, tx: EntityManager) => Promise<T>): Promise<T> {
    return this.postgres.transaction(async (tx) => {
      // Writers take turns: limits are counted, and changes become visible in their order.
      await this.postgres.lockInTransaction(tx, 'metric definitions');
      return work(new MetricDefinitionChange(tx), tx);
    });
  }
}

/** One change of the definitions, within its transaction. */
export class MetricDefinitionChange {
  constructor(private readonly tx: EntityManager) {}

  async find(name: string): Promise<StoredMetric | undefined> {
    const rows = await runQuery<MetricRow>(this.tx, `${NEWEST} AND v.version = m.version WHERE m.name = $1`, [name]);
    return rows.map(storedMetricOf)[0];
  }

  async version(name: string, version: number): Promise<StoredMetric | undefined> {
    const rows = await runQuery<MetricRow>(this.tx, `${NEWEST} WHERE m.name = $1 AND v.version = $2`, [name, version]);
    return rows.map(storedMetricOf)[0];
  }

  /** Definitions in use: of one owner and of everybody. */
  async count(owner: string): Promise<{ readonly own: number; readonly all: number }> {
    const rows = await runQuery<{ own: number; all: number }>(
      this.tx,
      `SELECT count(*) FILTER (WHERE owner = $1 AND archived_at IS NULL)::int AS own, count(*)::int AS all FROM metric_definitions`,
      [owner],
    );
    return rows[0] ?? { own: 0, all: 0 };
  }

  async create(definition: OwnMetric, owner: string): Promise<StoredMetric> {
    await runQuery(this.tx, 'INSERT INTO metric_definitions (name, owner, version) VALUES ($1, $2, 1)', [
      definition.name,
      owner,
    ]);
    return this.addVersion(definition, 1, owner);
  }

  async next(definition: OwnMetric, version: number, actor: string): Promise<StoredMetric> {
    await runQuery(this.tx, 'UPDATE metric_definitions SET version = $2 WHERE name = $1', [definition.name, version]);
    return this.addVersion(definition, version, actor);
  }

  async archive(name: string): Promise<void> {
    await runQuery(
      this.tx,
      'UPDATE metric_definitions SET archived_at = clock_timestamp() WHERE name = $1 AND archived_at IS NULL',
      [name],
    );
    await this.changed();
  }

  /** What the key was used for; keys older than a day are forgotten on the way. */
  async requested(
    actor: string,
    key: string,
  ): Promise<{ readonly hash: string; readonly name: string; readonly version: number } | undefined> {
    await runQuery(
      this.tx,
      `DELETE FROM metric_definition_requests WHERE created_at < clock_timestamp() - interval '1 day'`,
    );
    const rows = await runQuery<{ hash: string; name: string; version: number }>(
      this.tx,
      'SELECT request_hash AS hash, name, version FROM metric_definition_requests WHERE actor = $1 AND key = $2',
      [actor, key],
    );
    return rows[0];
  }

  async remember(
    actor: string,
    { key, hash }: RepeatableRequest,
    { definition, version }: StoredMetric,
  ): Promise<void> {
    await runQuery(
      this.tx,
      'INSERT INTO metric_definition_requests (actor, key, request_hash, name, version) VALUES ($1, $2, $3, $4, $5)',
      [actor, key, hash, definition.name, version],
    );
  }

  private async addVersion(definition: OwnMetric, version: number, actor: string): Promise<StoredMetric> {
    await runQuery(
      this.tx,
      'INSERT INTO metric_definition_versions (name, version, definition, created_by) VALUES ($1, $2, $3, $4)',
      [definition.name, version, JSON.stringify(definition), actor],
    );
    await this.changed();
    const stored = await this.find(definition.name);
    if (stored === undefined) throw new TypeError('a definition that was just written is not there');
    return stored;
  }

  private async changed(): Promise<void> {
    await runQuery(this.tx, 'UPDATE metric_definition_changes SET last_change = last_change + 1');
  }
}
