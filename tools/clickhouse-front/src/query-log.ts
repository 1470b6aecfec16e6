import type { Engine } from './engine/engine';
import type { EngineSession } from './engine/engine-session';

/** One finished query. Values of parameters and passwords have no place in it. */
export interface QueryLogEntry {
  readonly event_time: string;
  readonly query_id: string;
  readonly user: string;
  readonly kind: string;
  readonly query_duration_ms: number;
  readonly result_rows: number;
  readonly written_rows: number;
  readonly result_bytes: number;
  readonly exception_code: number;
  readonly log_comment: string;
  readonly query: string;
}

const FLUSH_EVERY_MS = 2_000;
const MAX_PENDING = 10_000;
export const MAX_LOGGED_QUERY_BYTES = 4_096;

/** The engine writes no `system.query_log`, so the front keeps its own: the table `system_log.query_log`, written in batches. */
export class QueryLog {
  private pending: QueryLogEntry[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;
  private complained = false;

  private constructor(private readonly session: EngineSession) {
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  static async open(engine: Engine, keepDays: number): Promise<QueryLog> {
    const session = engine.session();
    await session.run('CREATE DATABASE IF NOT EXISTS system_log');
    await session.run(
      `CREATE TABLE IF NOT EXISTS system_log.query_log (
        event_time DateTime64(3, 'UTC'), query_id String, user LowCardinality(String), kind LowCardinality(String),
        query_duration_ms UInt64, result_rows UInt64, written_rows UInt64, result_bytes UInt64,
        exception_code Int32, log_comment String, query String
      ) ENGINE = MergeTree ORDER BY event_time PARTITION BY toYYYYMM(event_time)
      TTL toDateTime(event_time) + INTERVAL ${keepDays} DAY`,
    );
    return new QueryLog(session);
  }

  /** Never waits and never fails a query; under a flood the oldest entries go first. */
  record(entry: QueryLogEntry): void {
    this.pending.push(entry);
    if (this.pending.length > MAX_PENDING) this.pending.shift();
  }

  /** Resolves when everything recorded so far is in the table, or could not be written. */
  flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
    this.session.close();
  }

  private async write(): Promise<void> {
    const batch = this.pending;
    if (batch.length === 0) return;
    this.pending = [];
    try {
      await this.session.append(
        'system_log.query_log',
        Buffer.from(batch.map((entry) => JSON.stringify(entry)).join('\n')),
      );
      this.complained = false;
    } catch (error) {
      this.pending = [...batch, ...this.pending].slice(-MAX_PENDING);
      if (!this.complained) console.error('The query log cannot be written:', error);
      this.complained = true;
    }
  }
}
