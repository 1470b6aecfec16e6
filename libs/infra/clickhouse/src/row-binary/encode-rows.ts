import { setImmediate as breathe } from 'node:timers/promises';
import type { InsertTable } from '@analytics/domain';
import { RowsRefused } from '../errors/clickhouse-errors';
import { ByteSink } from './byte-sink';
import { ValueDoesNotFit } from './value-refused';
import { writerOf } from './value-writers';

/** Rows written between two turns of the event loop, so that heartbeats and probes are answered meanwhile (about 10 ms). */
const ROWS_PER_TURN = 5_000;

export interface EncodedRows {
  readonly chunks: readonly Buffer[];
  readonly bytes: number;
}

/**
 * Rows as RowBinary. The whole batch is encoded before a byte leaves: a value that does not fit must not leave
 * half a batch on the server.
 */
export async function encodeRows<Row>(
  table: InsertTable<Row>,
  rows: readonly Row[],
  maxBytes: number,
): Promise<EncodedRows> {
  const writers = table.columns.map(({ name, type }) => ({ name, write: writerOf(type.shape) }));
  const sink = new ByteSink();
  for (let start = 0; start < rows.length; start += ROWS_PER_TURN) {
    if (start > 0) await breathe();
    const end = Math.min(start + ROWS_PER_TURN, rows.length);
    for (let index = start; index < end; index++) {
      writeRow(table.name, writers, sink, rows[index] as Record<string, unknown>, index);
    }
    if (sink.length > maxBytes) {
      throw new RowsRefused({ table: table.name, rule: `one insert holds at most ${maxBytes} bytes` });
    }
  }
  return { chunks: sink.finish(), bytes: sink.length };
}

interface ColumnWriter {
  readonly name: string;
  readonly write: ReturnType<typeof writerOf>;
}

function writeRow(
  table: string,
  writers: readonly ColumnWriter[],
  sink: ByteSink,
  row: Record<string, unknown>,
  index: number,
): void {
  for (const { name, write } of writers) {
    try {
      write(sink, row[name]);
    } catch (error) {
      if (error instanceof ValueDoesNotFit) {
        throw new RowsRefused({ table, column: name, row: index, rule: error.rule });
      }
      throw error;
    }
  }
}
