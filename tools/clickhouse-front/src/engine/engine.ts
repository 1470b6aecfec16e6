import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drainPending, Session } from 'chdb';
import { Refusal } from '../setup/refusal';
import { QUERY_ID_SETTING } from '../statements/statement';
import { EngineError } from './engine-error';
import { EngineSession } from './engine-session';

export interface EngineLimits {
  readonly memoryBytes: number;
  readonly backgroundThreads: number;
}

/** How often an order to cancel is repeated: the engine knows a query only a moment after it was handed over. */
const CANCEL_EVERY_MS = 100;

/** The ClickHouse engine over one data directory. It lives as long as one session is open: `keeper` is that one. */
export class Engine {
  private constructor(
    private readonly directory: string,
    private readonly keeper: Session,
    readonly version: string,
    readonly timezone: string,
  ) {}

  static open(directory: string, limits: EngineLimits): Engine {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const config = path.join(directory, 'front-engine.xml');
    writeFileSync(config, engineConfig(limits), { mode: 0o600 });
    try {
      const keeper = new Session(path.join(directory, 'store'), { connectionArgs: [`--config-file=${config}`] });
      const ask = (sql: string): string => keeper.query(sql, 'TabSeparated').trim();
      return new Engine(directory, keeper, ask('SELECT version()'), ask('SELECT timezone()'));
    } catch (error) {
      throw new Refusal(
        `The engine cannot open ${directory} (${EngineError.from(error).code}): another process may be using it, or it may not be writable.`,
      );
    }
  }

  /** A session of its own keeps settings, current database and temporary tables private. */
  session(): EngineSession {
    return new EngineSession(new Session(path.join(this.directory, 'store')));
  }

  /** Cancels the query that carries this id and returns when it has ended. */
  async cancel(queryId: string, ended: Promise<unknown>): Promise<void> {
    let running = true;
    const stop = ended.then(
      () => void (running = false),
      () => void (running = false),
    );
    const session = this.session();
    try {
      while (running) {
        await session.run(`KILL QUERY WHERE Settings['${QUERY_ID_SETTING}'] = ${quote(queryId)} ASYNC`);
        await Promise.race([stop, new Promise((resolve) => setTimeout(resolve, CANCEL_EVERY_MS))]);
      }
    } finally {
      session.close();
    }
  }

  async close(): Promise<void> {
    await drainPending();
    this.keeper.close();
  }
}

export const quote = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;

function engineConfig(limits: EngineLimits): string {
  return [
    '<clickhouse>',
    `  <max_server_memory_usage>${limits.memoryBytes}</max_server_memory_usage>`,
    `  <background_pool_size>${limits.backgroundThreads}</background_pool_size>`,
    // Merges can wait, who asks cannot. As in deploy/clickhouse.
    '  <os_threads_nice_value_merge_mutate>10</os_threads_nice_value_merge_mutate>',
    '</clickhouse>',
    '',
  ].join('\n');
}
