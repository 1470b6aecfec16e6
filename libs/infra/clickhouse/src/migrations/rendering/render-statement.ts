import { quoteIdentifier } from '@analytics/domain';
import { MigrationRefused } from '../migration-errors';
import { renderForCluster } from './render-for-cluster';
import type { Target } from './target';

const DATABASE = '{database}';
const LEDGER_COLUMNS = `(name String, sha256 String, applied_at DateTime64(3, 'UTC'), duration_ms UInt32)`;

const onCluster = ({ cluster }: Target): string => (cluster === '' ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`);

export const renderDatabase = (target: Target): string =>
  `CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(target.database)}${onCluster(target)}`;

/** The list of what was applied. On a cluster every node of every shard is a replica of it. */
export function renderLedger(target: Target): string {
  const name = `${quoteIdentifier(target.database)}.schema_migrations`;
  const head = `CREATE TABLE IF NOT EXISTS ${name}${onCluster(target)} ${LEDGER_COLUMNS}`;
  if (target.cluster === '') {
    return `${head} ENGINE = ReplacingMergeTree(applied_at) ORDER BY name SETTINGS non_replicated_deduplication_window = 1000`;
  }
  const place = `'/clickhouse/tables/all/${target.database}/schema_migrations', '{shard}-{replica}'`;
  return `${head} ENGINE = ReplicatedReplacingMergeTree(${place}, applied_at) ORDER BY name SETTINGS replicated_deduplication_window = 1000`;
}

/** A statement of a migration as the server is to run it: the same files for one node and for a cluster. */
export function renderStatement(migration: string, text: string, target: Target): string[] {
  if (target.cluster === '') return [text.replaceAll(DATABASE, quoteIdentifier(target.database))];
  const rendered = renderForCluster(text.replace(/^(\s*--.*\n)+/, '').trim(), target);
  if (rendered === undefined) throw new MigrationRefused(migration, 'holds a statement that has no form for a cluster');
  return rendered.map((statement) => statement.replaceAll(DATABASE, quoteIdentifier(target.database)));
}
