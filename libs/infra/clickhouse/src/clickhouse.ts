import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { InsertTable, Statement } from '@analytics/domain';
import { inSpan } from '@analytics/service-kit';
import { ClickHouseConfig } from './clickhouse.config';
import { CallWatch } from './clickhouse.metrics';
import { ask, type AskOptions } from './connection/answer';
import { makeChange } from './connection/change';
import { Connections } from './connection/connections';
import { sendRows } from './connection/send-rows';
import { wrongSettings } from './connection/server-settings';
import { RowsRefused, ServerSettingsWrong } from './errors/clickhouse-errors';
import { scopeSettings } from './policies/row-policies';
import { encodeRows } from './row-binary/encode-rows';

export interface CallOptions {
  /** Ends the call: its query is cancelled on the server and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

export interface ReadOptions extends CallOptions {
  /** Whether the statement may read elsewhere than in the database, as `s3` does. */
  readonly outside?: boolean;
  /** The games it may see rows of; where the server has row policies it shows no others. */
  readonly onlyGames?: readonly string[];
}

export interface InsertOptions extends CallOptions {
  /** Names the content: the same rows under the same token are stored once, however often they are sent. */
  readonly token: string;
}

/** The warehouse: statements in, rows out; rows in under a token. Safe to share, keeps no state but its connections. */
@Injectable()
export class ClickHouse implements OnApplicationShutdown {
  readonly #connections: Connections;

  constructor(private readonly config: ClickHouseConfig) {
    this.#connections = new Connections(config);
  }

  /** All rows of the answer, or an error; never a part of it. */
  run<Row>(statement: Statement<Row>, options: ReadOptions = {}): Promise<Row[]> {
    return this.watched(statement.name, async (watch) => {
      const rows: Row[] = [];
      for await (const batch of ask<Row>(this.#connections, statement, this.asking(true, options))) {
        for (const row of batch) rows.push(row);
      }
      watch.count(rows.length);
      return rows;
    });
  }

  /**
   * Rows one by one, read from the server only as fast as they are taken. An error may come after rows did; the
   * statement's time limit covers the reader's time too.
   */
  async *stream<Row>(statement: Statement<Row>, options: ReadOptions = {}): AsyncGenerator<Row, void, undefined> {
    const watch = new CallWatch(statement.name, this.config.pool);
    try {
      for await (const batch of ask<Row>(this.#connections, statement, this.asking(false, options))) {
        watch.count(batch.length);
        for (const row of batch) yield row;
      }
    } catch (error) {
      watch.failed(error);
      throw error;
    } finally {
      watch.end();
    }
  }

  /** Stores all rows as one block, or none. After `Unavailable` repeat the same rows with the same token. */
  async insert<Row>(table: InsertTable<Row>, rows: readonly Row[], { token, signal }: InsertOptions): Promise<void> {
    if (token === '') throw new TypeError('an insert needs a token');
    if (rows.length === 0) return;
    const { maxInsertRows, maxInsertBytes, insertTimeoutMs: timeoutMs, requestTimeoutMs: graceMs, pool } = this.config;
    if (rows.length > maxInsertRows) {
      throw new RowsRefused({ table: table.name, rule: `one insert holds at most ${maxInsertRows} rows` });
    }
    await this.watched(`insert-${table.name}`, async (watch) => {
      const encoded = await encodeRows(table, rows, maxInsertBytes);
      await sendRows(this.#connections, {
        table,
        encoded,
        rowCount: rows.length,
        token,
        pool,
        timeoutMs,
        graceMs,
        signal,
      });
      watch.count(rows.length);
    });
  }

  /** Changes what is stored by other means than rows; after `Unavailable` it is unknown whether it did, so repeating must be harmless. */
  execute(change: Statement<never>, { signal }: CallOptions = {}): Promise<void> {
    const { pool, requestTimeoutMs: graceMs } = this.config;
    return this.watched(change.name, () => makeChange(this.#connections, change, { pool, graceMs, signal }));
  }

  /** Throws `ServerSettingsWrong` where the server does not take or does not apply a setting that our promises rest on. */
  async assertServerSettings(options: CallOptions = {}): Promise<void> {
    const problems = await wrongSettings(this.#connections, this.asking(true, options));
    if (problems.length > 0) throw new ServerSettingsWrong(problems);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#connections.close();
  }

  private asking(buffered: boolean, { signal, outside, onlyGames }: ReadOptions): AskOptions {
    const { pool, requestTimeoutMs: graceMs, rowPolicies } = this.config;
    const settings = rowPolicies && onlyGames !== undefined ? scopeSettings(onlyGames) : {};
    return { pool, graceMs, buffered, outside, signal, settings };
  }

  private async watched<T>(statement: string, work: (watch: CallWatch) => Promise<T>): Promise<T> {
    const watch = new CallWatch(statement, this.config.pool);
    try {
      return await inSpan(
        `clickhouse ${statement}`,
        { 'db.system.name': 'clickhouse', 'db.operation.name': statement },
        () => work(watch),
      );
    } catch (error) {
      watch.failed(error);
      throw error;
    } finally {
      watch.end();
    }
  }
}
