import type { ValidatedEvent } from '@analytics/contracts';
import { text, uint64List } from '../sql/binders';
import { join, sql, type SqlFragment } from '../sql/sql';
import { statement } from '../sql/statement';
import type { Lineage } from '../warehouse/lineage';

/** How the warehouse reaches the files of the lake. */
export interface LakeSource {
  /** Address of the bucket as the warehouse sees it, e.g. `http://s3:7070/lake`. */
  readonly bucketUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One event of the lake with its place, as the warehouse reads it from a file. */
export interface LakeEventRow extends Omit<ValidatedEvent, 'type' | 'user_no' | 'device_no' | 'data'> {
  readonly event_type: string;
  readonly user_no: string | null;
  readonly device_no: string | null;
  readonly data: string;
  readonly _kt: string;
  readonly _kp: number;
  readonly _ko: string;
  readonly _hash: string;
}

/** What tells a row of the lake apart, without what it says. */
export interface LakeIdentityRow {
  readonly _ko: string;
  readonly _hash: string;
  readonly source: string;
  readonly id: string;
}

const INSTANT = "DateTime64(3, 'UTC')";
const STRUCTURE = [
  ...['event_type String', 'source String', 'id String', 'schema_version Int32'],
  ...[`occurred_at ${INSTANT}`, `sent_at Nullable(${INSTANT})`, `received_at ${INSTANT}`, `effective_at ${INSTANT}`],
  ...['user_no Nullable(Int64)', 'device_no Nullable(Int64)', 'country Nullable(String)', 'platform Nullable(String)'],
  ...['device_family Nullable(String)', 'os_family Nullable(String)', 'browser_family Nullable(String)'],
  ...['is_bot Bool', 'is_staff Bool', 'fingerprint String', 'correlation_id Nullable(String)'],
  ...['import_id Nullable(String)', 'schema_marks Array(String)', 'data String'],
  ...['_kt String', '_kp Int32', '_ko UInt64', '_hash UInt64'],
].join(', ');

const GIB = 1024 ** 3;
const LIMITS = { maxRows: 2_000_000, maxSeconds: 900, maxMemoryBytes: 2 * GIB, maxRowsToRead: 10_000_000 };

/** What stands in a file goes before what its key says: a type is written there with some signs escaped. */
const AS_STORED = sql`SETTINGS use_hive_partitioning = 0`;

const file = ({ bucketUrl, accessKeyId, secretAccessKey }: LakeSource, key: string): SqlFragment =>
  sql`s3(${text(urlOf(bucketUrl, key))}, ${text(accessKeyId)}, ${text(secretAccessKey)}, 'Parquet', ${text(STRUCTURE)})`;

/** A key becomes part of an address, where a percent sign would begin an escaped one. */
const urlOf = (bucketUrl: string, key: string): string => `${bucketUrl}/${key.replaceAll('%', '%25')}`;

const only = (offsets: readonly bigint[] | undefined): SqlFragment =>
  offsets === undefined ? sql`` : sql` WHERE _ko IN ${uint64List(offsets)}`;

/** One after the other: files lie in many folders, and asking for each on its own costs more than reading it. */
const files = (source: LakeSource, keys: readonly string[], columns: SqlFragment, where: SqlFragment): SqlFragment =>
  join(
    keys.map((key) => sql`SELECT ${columns} FROM ${file(source, key)}${where}`),
    sql` UNION ALL `,
  );

/** The events of some files in the order of their offsets, all of them or those of the given offsets. */
export const lakeEvents = (source: LakeSource, keys: readonly string[], offsets?: readonly bigint[]) =>
  statement<LakeEventRow>({
    name: 'lake-events',
    query: sql`SELECT * FROM (${files(source, keys, sql`*`, only(offsets))}) ORDER BY _kt, _kp, _ko ${AS_STORED}`,
    limits: LIMITS,
  });

export const lakeIdentities = (source: LakeSource, keys: readonly string[]) =>
  statement<LakeIdentityRow>({
    name: 'lake-identities',
    query: sql`SELECT * FROM (${files(source, keys, sql`_ko, _hash, source, id`, sql``)}) ${AS_STORED}`,
    limits: LIMITS,
  });

const numberOrNull = (value: string | null): number | null => (value === null ? null : Number(value));
const instantOrNull = (value: string | null): string | null => (value === null ? null : new Date(value).toISOString());

/** The event as it was when the lake took it. */
export function eventOfLake(row: LakeEventRow): ValidatedEvent {
  const { event_type: type, data, _kt, _kp, _ko, _hash, ...event } = row;
  return {
    ...event,
    type,
    occurred_at: new Date(event.occurred_at).toISOString(),
    sent_at: instantOrNull(event.sent_at),
    received_at: new Date(event.received_at).toISOString(),
    effective_at: new Date(event.effective_at).toISOString(),
    user_no: numberOrNull(event.user_no),
    device_no: numberOrNull(event.device_no),
    data: JSON.parse(data) as ValidatedEvent['data'],
  };
}

export const lineageOfLake = ({ _kt, _kp, _ko, _hash }: LakeEventRow): Lineage => ({
  topic: _kt,
  partition: _kp,
  offset: BigInt(_ko),
  hash: BigInt(_hash),
});
