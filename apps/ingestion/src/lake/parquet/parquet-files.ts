import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { LakeConfig } from '../lake.config';
import type { LakeRow } from './lake-row';
import { type Column, columnsFor } from './parquet-columns';

/** What a file says of itself in its footer. */
export interface FileFacts {
  readonly rows: number;
  readonly xor: bigint;
}

/** As many as DuckDB takes at a time; after them heartbeats and requests get their turn. */
const ROWS_PER_CHUNK = 2_048;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Makes and reads Parquet files with DuckDB, in memory and on one thread: two would take more of the processor for the same file. */
@Injectable()
export class ParquetFiles implements OnApplicationShutdown {
  private instance?: Promise<DuckDBInstance>;

  constructor(private readonly config: LakeConfig) {}

  async write(file: string, rows: readonly LakeRow[], { rows: count, xor }: FileFacts): Promise<void> {
    const columns = columnsFor(rows);
    const table = columns.map(({ name, type }) => `${name} ${type.toString()}`).join(', ');
    const selected = columns.map(({ name, select = name }) => `${select} AS ${name}`).join(', ');
    await this.connected(async (connection) => {
      // Temporary tables belong to one connection: several files may be made at a time.
      await connection.run(`CREATE TEMP TABLE events (${table})`);
      await handOver(await connection.createAppender('events'), columns, rows);
      const facts = `KV_METADATA {lake_rows: '${count}', lake_xor: '${xor}'}`;
      await connection.run(
        `COPY (SELECT ${selected} FROM events) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ${facts})`,
      );
    });
  }

  /** What the file says of itself, if it can be read as a whole and its rows are as many as it says. */
  async factsOf(file: string): Promise<FileFacts | undefined> {
    return this.connected(async (connection) => {
      const footer = await connection.runAndReadAll(
        `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${quoted(file)})`,
      );
      const facts = new Map(footer.getRows().map(([key, value]) => [String(key), String(value)]));
      const counted = await connection.runAndReadAll(`SELECT count(_ko) FROM read_parquet(${quoted(file)})`);
      const [rows, xor] = [facts.get('lake_rows'), facts.get('lake_xor')];
      if (rows === undefined || xor === undefined || String(counted.getRows()[0]?.[0]) !== rows) return undefined;
      return { rows: Number(rows), xor: BigInt(xor) };
    }).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.instance)?.closeSync();
    this.instance = undefined;
  }

  private async connected<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.instance ??= DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: `${this.config.memoryBytes}B`,
      // What does not fit fails the batch instead of filling a disk.
      temp_directory: '',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await (await this.instance).connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }
}

async function handOver(appender: DuckDBAppender, columns: readonly Column[], rows: readonly LakeRow[]): Promise<void> {
  const types = columns.map(({ type }) => type);
  for (let at = 0; at < rows.length; at += ROWS_PER_CHUNK) {
    const part = rows.slice(at, at + ROWS_PER_CHUNK);
    const chunk = DuckDBDataChunk.create(types, part.length);
    for (const [index, { valueOf }] of columns.entries()) chunk.setColumnValues(index, part.map(valueOf));
    appender.appendDataChunk(chunk);
    await nextTurn();
  }
  appender.closeSync();
}
