import { quoteIdentifier } from '@analytics/domain';
import { SHARD_KEYS } from './shard-keys';
import type { Target } from './target';

const NAME = String.raw`\{database\}\.(\w+)`;
const TABLE = new RegExp(
  String.raw`^CREATE TABLE IF NOT EXISTS ${NAME}\s*(\([\s\S]*\))\s*ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?([\s\S]*)$`,
);
const ALTER = new RegExp(String.raw`^ALTER TABLE ${NAME}([\s\S]*)$`);
const OTHER_QUERY = new RegExp(String.raw`^ALTER TABLE ${NAME} MODIFY QUERY([\s\S]*)$`);
const MATERIALIZED = new RegExp(String.raw`^CREATE MATERIALIZED VIEW IF NOT EXISTS ${NAME} TO ${NAME} AS([\s\S]*)$`);
const VIEW = new RegExp(String.raw`^CREATE VIEW IF NOT EXISTS ${NAME} AS([\s\S]*)$`);
const INSERT = /^INSERT INTO [\s\S]*\bSELECT\b[\s\S]*$/;

/**
 * On a cluster every shard keeps its part in `<table>_local`, replicated, and `<table>` is all of them together. Views that
 * fill tables work inside their shard. What is no statement of a kind known here has no form.
 */
export function renderForCluster(text: string, { database, cluster }: Target): string[] | undefined {
  const everywhere = `ON CLUSTER ${quoteIdentifier(cluster)}`;
  const table = TABLE.exec(text);
  if (table !== null) return tables(table, database, cluster, everywhere);
  const other = OTHER_QUERY.exec(text);
  if (other !== null) return [`ALTER TABLE {database}.${other[1]} ${everywhere} MODIFY QUERY${inShard(other[2]!)}`];
  const alter = ALTER.exec(text);
  if (alter !== null) {
    const [, name, change] = alter;
    const local = `ALTER TABLE {database}.${name}_local ${everywhere}${change}`;
    // Where rows live decides how long they do; the columns are known on both levels.
    return /\bADD COLUMN\b/.test(change!) ? [local, `ALTER TABLE {database}.${name} ${everywhere}${change}`] : [local];
  }
  const filling = MATERIALIZED.exec(text);
  if (filling !== null) {
    const [, name, target, select] = filling;
    return [
      `CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.${name} ${everywhere} TO {database}.${target}_local AS${inShard(select!)}`,
    ];
  }
  const view = VIEW.exec(text);
  if (view !== null) return [`CREATE VIEW IF NOT EXISTS {database}.${view[1]} ${everywhere} AS${view[2]}`];
  return INSERT.test(text) ? [toEveryShard(text)] : undefined;
}

/** Views read what lies in their own shard. */
const inShard = (select: string): string => select.replaceAll(new RegExp(NAME, 'g'), '{database}.$1_local');

function tables(match: RegExpExecArray, database: string, cluster: string, everywhere: string): string[] | undefined {
  const [, name, columns, engine, argument, rest] = match;
  const key = SHARD_KEYS[name!];
  if (key === undefined) return undefined;
  const place = `'/clickhouse/tables/{shard}/${database}/${name}_local', '{replica}'${argument === undefined ? '' : `, ${argument}`}`;
  const settings = rest!.replace('non_replicated_deduplication_window', 'replicated_deduplication_window');
  return [
    `CREATE TABLE IF NOT EXISTS {database}.${name}_local ${everywhere}\n${columns}\nENGINE = Replicated${engine}(${place})${settings}`,
    `CREATE TABLE IF NOT EXISTS {database}.${name} ${everywhere} AS {database}.${name}_local\n` +
      `ENGINE = Distributed('${cluster}', '${database}', '${name}_local', ${key})`,
  ];
}

/** Done when every shard has its rows, not when they lie in a queue. */
const toEveryShard = (text: string): string =>
  `${text}${/\bSETTINGS\b/.test(text) ? ',' : '\nSETTINGS'} distributed_foreground_insert = 1`;
