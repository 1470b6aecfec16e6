import {
  type EventCopy,
  FACT_TABLES,
  type FactTable,
  identifier,
  join,
  sql,
  type SqlFragment,
  statement,
  text,
  time,
  uint16,
  uint64,
} from '@analytics/domain';
import type { Place, Span } from '../protocol/sink-ports';

const TABLE_NAMES = Object.keys(FACT_TABLES) as FactTable[];
/** When a fact happened: the same instant everywhere, under the name its table has for it. */
const TIME_COLUMNS = {
  events: 'effective_at',
  revenue_ledger: 'booked_at',
  exposures: 'effective_at',
  service_measurements: 'measured_at',
  dim_games: 'published_at',
} as const satisfies Record<FactTable, string>;

const GIB = 1024 ** 3;
const LIMITS = { maxRows: 1_000_000, maxSeconds: 60, maxMemoryBytes: 2 * GIB, maxRowsToRead: 1e13 };

const table = (name: FactTable): SqlFragment => identifier(TABLE_NAMES, name);
const at = (name: FactTable): SqlFragment => identifier(Object.values(TIME_COLUMNS), TIME_COLUMNS[name]);
const fromPartition = ({ topic, part }: Place): SqlFragment => sql`_kt = ${text(topic)} AND _kp = ${uint16(part)}`;
const within = (name: FactTable, span: Span): SqlFragment =>
  sql`${fromPartition(span)} AND _ko BETWEEN ${uint64(span.from)} AND ${uint64(span.to)} AND ${at(name)} BETWEEN ${time(span.firstAt)} AND ${time(span.lastAt)}`;

export const sumOfRange = (name: FactTable, span: Span) =>
  statement<{ rows: string; xor: string; sum: string }>({
    name: 'warehouse-range-sum',
    query: sql`SELECT count() AS rows, groupBitXor(_hash) AS xor, sum(_hash) AS sum FROM ${table(name)} WHERE ${within(name, span)}`,
    limits: LIMITS,
  });

export const storedOfRange = (span: Span) =>
  statement<{ _ko: string; _hash: string }>({
    name: 'warehouse-range-stored',
    query: sql`SELECT DISTINCT _ko, _hash FROM events WHERE ${within('events', span)}`,
    limits: LIMITS,
  });

export const lastStored = (place: Place, from: bigint) =>
  statement<{ last: string | null }>({
    name: 'warehouse-last-stored',
    query: sql`SELECT maxOrNull(last) AS last FROM (${join(
      TABLE_NAMES.map(
        (name) =>
          sql`SELECT maxOrNull(_ko) AS last FROM ${table(name)} WHERE ${fromPartition(place)} AND _ko >= ${uint64(from)}`,
      ),
      sql` UNION ALL `,
    )})`,
    limits: LIMITS,
  });

/** Blocks are numbered as they come, and a part is named by the first and the last one in it. */
export const blocksSince = (name: FactTable, span: Span) =>
  statement<{ blocks: string }>({
    name: 'warehouse-blocks-since',
    query: sql`SELECT toInt64(newest) - toInt64(oldest) AS blocks FROM
      (SELECT max(max_block_number) AS newest FROM system.parts WHERE database = currentDatabase() AND table = ${text(name)} AND active) AS a,
      (SELECT min(toInt64(splitByChar('_', _part)[2])) AS oldest FROM ${table(name)} WHERE ${within(name, span)}) AS b`,
    limits: LIMITS,
  });

export const serverUptime = statement<{ seconds: number }>({
  name: 'warehouse-server-uptime',
  query: sql`SELECT uptime() AS seconds`,
  limits: LIMITS,
});

/** Without deduplication: a block of equal content counts no less than the one before. */
export const fillCopy = ({ name, columns, select }: EventCopy, span: Span) =>
  statement<never>({
    name: 'warehouse-fill-copy',
    query: sql`INSERT INTO ${identifier([name], name)} (${join(
      columns.map((column) => identifier([column], column)),
      sql`, `,
    )}) ${select(sql`(SELECT * FROM events WHERE ${within('events', span)})`)} SETTINGS insert_deduplicate = 0, max_partitions_per_insert_block = 0`,
    limits: { ...LIMITS, maxSeconds: 600 },
  });

/** On a cluster the rows lie in each shard's own table. */
export const eraseRange = (name: FactTable, span: Span, cluster: string) =>
  statement<never>({
    name: 'warehouse-erase-range',
    query: sql`ALTER TABLE ${cluster === '' ? table(name) : onShards(name, cluster)} DELETE WHERE ${within(name, span)}`,
    limits: { ...LIMITS, maxSeconds: 600 },
  });

const onShards = (name: FactTable, cluster: string): SqlFragment =>
  sql`${identifier(
    TABLE_NAMES.map((each) => `${each}_local`),
    `${name}_local`,
  )} ON CLUSTER ${identifier([cluster], cluster)}`;
