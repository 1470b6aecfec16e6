import { totalmem } from 'node:os';
import path from 'node:path';
import { Refusal } from './refusal';
import { readUsers, type User } from './users';

export interface FrontConfig {
  readonly directory: string;
  readonly port: number;
  readonly users: readonly User[];
  readonly exitWithStdin: boolean;
  /** Queries inside the engine at one time. */
  readonly maxQueries: number;
  /** Requests waiting for a place among them, and how long one may wait. */
  readonly maxWaiting: number;
  readonly queueWaitMs: number;
  readonly maxConnections: number;
  /** One request's body after decompression; a longer one inserts nothing. */
  readonly maxBodyBytes: number;
  /** Text of a statement; data of an insert is not counted. */
  readonly maxStatementBytes: number;
  /** Sessions kept open for a `session_id`. */
  readonly maxSessions: number;
  /** Memory all queries together may take. */
  readonly memoryBytes: number;
  readonly backgroundThreads: number;
  /** Time running queries get to finish after SIGTERM. */
  readonly drainMs: number;
  /** A client that neither sends nor takes bytes for this long is cut off. */
  readonly stallMs: number;
  readonly queryLogDays: number;
}

const GIB = 1024 ** 3;

export function readConfig(env: NodeJS.ProcessEnv): FrontConfig {
  const text = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Refusal(`${name} must be set.`);
    return value;
  };
  const whole = (name: string, fallback: number | undefined, min: number, max = Number.MAX_SAFE_INTEGER): number => {
    const given = fallback === undefined ? text(name) : env[name];
    const value = given === undefined || given === '' ? fallback : Number(given);
    if (value === undefined || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new Refusal(`${name} must be a whole number between ${min} and ${max}.`);
    }
    return value;
  };
  return {
    directory: path.resolve(text('CLICKHOUSE_FRONT_DIR')),
    port: whole('CLICKHOUSE_FRONT_PORT', undefined, 0, 65_535),
    users: readUsers(text('CLICKHOUSE_FRONT_USERS_FILE')),
    exitWithStdin: env['CLICKHOUSE_FRONT_EXIT_WITH_STDIN'] === '1',
    maxQueries: whole('CLICKHOUSE_FRONT_MAX_QUERIES', 8, 1, 256),
    maxWaiting: whole('CLICKHOUSE_FRONT_MAX_WAITING', 200, 0),
    queueWaitMs: whole('CLICKHOUSE_FRONT_QUEUE_WAIT_MS', 15_000, 1),
    maxConnections: whole('CLICKHOUSE_FRONT_MAX_CONNECTIONS', 512, 1),
    maxBodyBytes: whole('CLICKHOUSE_FRONT_MAX_BODY_BYTES', 4 * GIB, 1),
    maxStatementBytes: whole('CLICKHOUSE_FRONT_MAX_STATEMENT_BYTES', 1024 ** 2, 1),
    maxSessions: whole('CLICKHOUSE_FRONT_MAX_SESSIONS', 100, 1),
    memoryBytes: whole('CLICKHOUSE_FRONT_MEMORY_BYTES', Math.min(4 * GIB, Math.floor(totalmem() / 2)), 256 * 1024 ** 2),
    backgroundThreads: whole('CLICKHOUSE_FRONT_BACKGROUND_THREADS', 2, 1, 64),
    drainMs: whole('CLICKHOUSE_FRONT_DRAIN_MS', 10_000, 0),
    stallMs: whole('CLICKHOUSE_FRONT_STALL_MS', 300_000, 100),
    queryLogDays: whole('CLICKHOUSE_FRONT_QUERY_LOG_DAYS', 7, 1, 3650),
  };
}
