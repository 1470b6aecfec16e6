import { type DuckDBAppender, DuckDBTimestampTZValue, LIST, VARCHAR } from '@duckdb/node-api';
import type { LakeRow } from './lake-row';

type Append = (appender: DuckDBAppender, row: LakeRow) => void;

const text =
  (valueOf: (row: LakeRow) => string | null): Append =>
  (appender, row) => {
    const value = valueOf(row);
    if (value === null) appender.appendNull();
    else appender.appendVarchar(value);
  };

const instant =
  (valueOf: (row: LakeRow) => string | null): Append =>
  (appender, row) => {
    const value = valueOf(row);
    if (value === null) appender.appendNull();
    else appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(Date.parse(value)) * 1_000n));
  };

const number =
  (valueOf: (row: LakeRow) => number | null): Append =>
  (appender, row) => {
    const value = valueOf(row);
    if (value === null) appender.appendNull();
    else appender.appendBigInt(BigInt(value));
  };

const flag =
  (valueOf: (row: LakeRow) => boolean): Append =>
  (appender, row) =>
    appender.appendBoolean(valueOf(row));

const TEXTS = LIST(VARCHAR);

/** The columns of a lake file in their order. Columns are only ever added, at the end of the event's own: old files stay readable. */
const COLUMNS: readonly (readonly [string, string, Append])[] = [
  ['event_type', 'VARCHAR', text(({ event }) => event.type)],
  ['source', 'VARCHAR', text(({ event }) => event.source)],
  ['id', 'VARCHAR', text(({ event }) => event.id)],
  ['schema_version', 'INTEGER', (appender, { event }) => appender.appendInteger(event.schema_version)],
  ['occurred_at', 'TIMESTAMPTZ', instant(({ event }) => event.occurred_at)],
  ['sent_at', 'TIMESTAMPTZ', instant(({ event }) => event.sent_at)],
  ['received_at', 'TIMESTAMPTZ', instant(({ event }) => event.received_at)],
  ['effective_at', 'TIMESTAMPTZ', instant(({ event }) => event.effective_at)],
  ['user_no', 'BIGINT', number(({ event }) => event.user_no)],
  ['device_no', 'BIGINT', number(({ event }) => event.device_no)],
  ['country', 'VARCHAR', text(({ event }) => event.country)],
  ['platform', 'VARCHAR', text(({ event }) => event.platform)],
  ['device_family', 'VARCHAR', text(({ event }) => event.device_family)],
  ['os_family', 'VARCHAR', text(({ event }) => event.os_family)],
  ['browser_family', 'VARCHAR', text(({ event }) => event.browser_family)],
  ['is_bot', 'BOOLEAN', flag(({ event }) => event.is_bot)],
  ['is_staff', 'BOOLEAN', flag(({ event }) => event.is_staff)],
  ['fingerprint', 'VARCHAR', text(({ event }) => event.fingerprint)],
  ['correlation_id', 'VARCHAR', text(({ event }) => event.correlation_id)],
  ['import_id', 'VARCHAR', text(({ event }) => event.import_id)],
  ['schema_marks', 'VARCHAR[]', (appender, { event }) => appender.appendList(event.schema_marks, TEXTS)],
  ['data', 'VARCHAR', text(({ event }) => JSON.stringify(event.data))],
  ['_kt', 'VARCHAR', text(({ topic }) => topic)],
  ['_kp', 'INTEGER', (appender, { part }) => appender.appendInteger(part)],
  ['_ko', 'BIGINT', (appender, { offset }) => appender.appendBigInt(offset)],
];

export const TABLE_COLUMNS = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');

export function appendRow(appender: DuckDBAppender, row: LakeRow): void {
  for (const [, , append] of COLUMNS) append(appender, row);
  appender.endRow();
}
