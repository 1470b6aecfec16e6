import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EVENT_LIMITS } from '@analytics/contracts';
import { strictJson } from '@analytics/domain';
import { ImportBroken } from '../import-errors';
import type { TableFacts } from './csv-rows';
import type { ImportRow, ImportRows } from './import-row';
import { MappedEvents } from './mapped-event';
import { share } from './ndjson-rows';

const JSON_LIMITS = { depth: EVENT_LIMITS.depth, items: 0 };
/** Rows are told apart by their number in the file, which DuckDB gives under this name. */
const NUMBER = 'file_row_number';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** One event a row of a file on this machine's disk. */
export async function* parquetRows(file: string, memoryBytes: number, facts: TableFacts): ImportRows {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${memoryBytes}B`,
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    yield* readRows(connection, quoted(file), facts);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function* readRows(connection: DuckDBConnection, file: string, facts: TableFacts): ImportRows {
  const described = await readable(connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${file})`));
  const columns = described.getRows().map(([name]) => String(name));
  if (columns.length > facts.maxColumns) throw new ImportBroken(`the file has more than ${facts.maxColumns} columns`);
  const events = new MappedEvents(columns, facts.mapping, facts.contentHash);
  const counted = await readable(connection.runAndReadAll(`SELECT count(*) FROM read_parquet(${file})`));
  const total = Number(counted.getRows()[0]?.[0]);
  const rows = await readable(
    connection.stream(
      `SELECT ${NUMBER}, CASE WHEN strlen(row) <= ${EVENT_LIMITS.eventBytes} THEN row END FROM (
         SELECT ${NUMBER}, to_json(t)::VARCHAR AS row FROM read_parquet(${file}, ${NUMBER} = true) AS t
          WHERE ${NUMBER} >= ${facts.after})`,
    ),
  );
  for (;;) {
    const chunk = await readable(rows.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getRows().map(([number, text]): ImportRow => {
      const row = Number(number) + 1;
      return { row, total, progress: share(row, total), ...eventOf(text as string | null, columns, events, row) };
    });
  }
}

function eventOf(
  text: string | null,
  columns: readonly string[],
  events: MappedEvents,
  row: number,
): Pick<ImportRow, 'text' | 'event' | 'fault'> {
  if (text === null) {
    const detail = `must be at most ${EVENT_LIMITS.eventBytes} bytes`;
    return { text: '', fault: { code: 'TOO_LARGE', detail, pointer: '' } };
  }
  const read = strictJson(text, JSON_LIMITS);
  const item = read.ok ? read.value.items[0] : undefined;
  if (item === undefined) {
    return { text: '', fault: { code: 'ENCODING', detail: 'cannot be written as JSON', pointer: '' } };
  }
  const cells = item.value as Readonly<Record<string, unknown>>;
  const { event, fault } = events.of(
    columns.map((name) => cells[name]),
    row,
  );
  // What is wrong with a value is told of the column: its place in the event may be another one.
  const wrong = item.fault && {
    ...item.fault,
    pointer: '',
    detail: `column ${item.fault.pointer}: ${item.fault.detail}`,
  };
  const found = wrong ?? fault;
  return { event, text: JSON.stringify(event), ...(found && { fault: found }) };
}

/** Whatever DuckDB cannot read it cannot read next time either, be the file broken or larger than the memory it gets. */
async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new ImportBroken('the file is not Parquet, or takes more memory than reading it may', { cause: error });
  }
}
