import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type InsertTable, quoteIdentifier } from '@analytics/domain';
import type { ClickHouseClient } from '@clickhouse/client';
import { InsertOutcomeUnknown } from '../errors/clickhouse-errors';
import { translateInsertError } from '../errors/translate-error';
import type { EncodedRows } from '../row-binary/encode-rows';
import type { Connections } from './connections';
import { Deadline } from './deadline';
import { insertSettings } from './settings';

export interface InsertRequest {
  readonly table: InsertTable<unknown>;
  readonly encoded: EncodedRows;
  readonly rowCount: number;
  readonly token: string;
  readonly pool: string;
  readonly timeoutMs: number;
  /** How long past the server's own limit the answer may stay out. */
  readonly graceMs: number;
  readonly signal?: AbortSignal;
}

/** One insert, acknowledged only when the server said that every row was written. */
export async function sendRows(connections: Connections, request: InsertRequest): Promise<void> {
  const deadline = new Deadline(request.timeoutMs + request.graceMs, request.signal);
  try {
    const summary = await connections.write(
      (client) => send(client, request, deadline.signal),
      () => deadline.signal.aborted,
    );
    if (!allWritten(summary, request.rowCount)) throw new InsertOutcomeUnknown(request.table.name, request.token);
  } catch (error) {
    throw deadline.reasonOr(translateInsertError(error, request.table.name, request.token));
  } finally {
    deadline.close();
  }
}

interface Summary {
  readonly read_rows?: string;
  readonly written_rows?: string;
}

async function send(
  client: ClickHouseClient,
  request: InsertRequest,
  signal: AbortSignal,
): Promise<Summary | undefined> {
  const { table, token } = request;
  const comment = JSON.stringify({ statement: `insert-${table.name}`, service: request.pool });
  const columns = table.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const { stream, summary } = await client.exec({
    query: `INSERT INTO ${quoteIdentifier(table.name)} (${columns}) FORMAT RowBinary`,
    // A stream of unknown length goes out chunked: a body cut short is then an error, never a shorter insert.
    values: Readable.from(request.encoded.chunks, { objectMode: false }),
    query_id: `insert-${table.name}-${randomUUID()}`,
    clickhouse_settings: insertSettings(token, comment, request.timeoutMs),
    abort_signal: signal,
  });
  for await (const _ of stream) void _;
  return summary;
}

/** Views count into `written_rows` as well, so it may be more than we sent; rows read must be exactly ours where they are told. */
export function allWritten(summary: Summary | undefined, rowCount: number): boolean {
  if (summary?.written_rows === undefined) return false;
  const read = Number(summary.read_rows ?? 0);
  return Number(summary.written_rows) >= rowCount && (read === 0 || read === rowCount);
}
