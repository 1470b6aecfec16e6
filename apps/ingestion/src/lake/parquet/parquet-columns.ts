import {
  BIGINT,
  BOOLEAN,
  DuckDBTimestampTZValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  TIMESTAMPTZ,
  UBIGINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { LakeRow } from './lake-row';

type ValueOf<T> = (row: LakeRow) => T;

/** A column on its way into a file: how it is handed over, and how it is written from that. */
export interface Column {
  readonly name: string;
  readonly type: DuckDBType;
  readonly valueOf: ValueOf<DuckDBValue>;
  /** What is written, where that is not the column as it was handed over. */
  readonly select?: string;
}

/** Handing a text over costs more than anything else, so one of few values goes as its number among them. */
const MOST_SHARED = 200;
const SEPARATOR = String.fromCharCode(31);
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const text = (name: string, valueOf: ValueOf<string | null>): Column => ({ name, type: VARCHAR, valueOf });

const integer = (name: string, valueOf: ValueOf<number>): Column => ({ name, type: INTEGER, valueOf });

const flag = (name: string, valueOf: ValueOf<boolean>): Column => ({ name, type: BOOLEAN, valueOf });

function big(name: string, valueOf: ValueOf<number | bigint | null>): Column {
  const valueOrNull: ValueOf<bigint | null> = (row) => {
    const value = valueOf(row);
    return value === null ? null : BigInt(value);
  };
  return { name, type: BIGINT, valueOf: valueOrNull };
}

function instant(name: keyof LakeRow['ms']): Column {
  const instantOrNull: ValueOf<DuckDBValue> = (row) => {
    const ms = row.ms[name];
    return ms === null ? null : new DuckDBTimestampTZValue(BigInt(ms * 1_000));
  };
  return { name, type: TIMESTAMPTZ, valueOf: instantOrNull };
}

/** A text that many rows share, if they do; number 0 is none. */
function shared(rows: readonly LakeRow[], name: string, valueOf: ValueOf<string | null>): Column {
  const numbers = new Map<string | null, number>([[null, 0]]);
  for (const row of rows) {
    const value = valueOf(row);
    if (numbers.has(value)) continue;
    if (numbers.size > MOST_SHARED) return text(name, valueOf);
    numbers.set(value, numbers.size);
  }
  const values = [...numbers.keys()].flatMap((value) => (value === null ? [] : [quoted(value)]));
  const select = `([${values.join()}]::VARCHAR[])[${name}]`;
  return { name, type: UTINYINT, valueOf: (row) => numbers.get(valueOf(row))!, select };
}

/** A list is handed over as one text; nearly all of them are empty. */
const marks = (name: string, valueOf: ValueOf<readonly string[]>): Column => ({
  name,
  type: VARCHAR,
  valueOf: (row) => valueOf(row).join(SEPARATOR) || null,
  select: `CASE WHEN ${name} IS NULL THEN []::VARCHAR[] ELSE string_split(${name}, chr(31)) END`,
});

/** The columns of a file of these rows, in their order. Columns are only ever added: old files stay readable beside new ones. */
export const columnsFor = (rows: readonly LakeRow[]): Column[] => [
  shared(rows, 'event_type', ({ event }) => event.type),
  shared(rows, 'source', ({ event }) => event.source),
  text('id', ({ event }) => event.id),
  integer('schema_version', ({ event }) => event.schema_version),
  instant('occurred_at'),
  instant('sent_at'),
  instant('received_at'),
  instant('effective_at'),
  big('user_no', ({ event }) => event.user_no),
  big('device_no', ({ event }) => event.device_no),
  shared(rows, 'country', ({ event }) => event.country),
  shared(rows, 'platform', ({ event }) => event.platform),
  shared(rows, 'device_family', ({ event }) => event.device_family),
  shared(rows, 'os_family', ({ event }) => event.os_family),
  shared(rows, 'browser_family', ({ event }) => event.browser_family),
  flag('is_bot', ({ event }) => event.is_bot),
  flag('is_staff', ({ event }) => event.is_staff),
  text('fingerprint', ({ event }) => event.fingerprint),
  text('correlation_id', ({ event }) => event.correlation_id),
  shared(rows, 'import_id', ({ event }) => event.import_id),
  marks('schema_marks', ({ event }) => event.schema_marks),
  text('data', ({ event }) => JSON.stringify(event.data)),
  shared(rows, '_kt', ({ topic }) => topic),
  integer('_kp', ({ part }) => part),
  big('_ko', ({ offset }) => offset),
  { name: '_hash', type: UBIGINT, valueOf: ({ hash }) => hash },
];
