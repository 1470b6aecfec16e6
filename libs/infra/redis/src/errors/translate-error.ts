import { types } from 'node:util';
import { DomainError, Unavailable } from '@analytics/domain';
import { RedisFault } from './redis-errors';
import { replyCodeOf } from './reply-code';

/** Answers after which the same command may succeed later: the server starts, follows, is full, is busy or does not know us yet. */
const AWAY = new Set([
  ...['LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'BUSY', 'READONLY', 'NOREPLICAS', 'UNKILLABLE'],
  ...['OOM', 'MISCONF', 'NOAUTH', 'WRONGPASS', 'UNBLOCKED'],
]);

/** The only place where answers of the server and failures of the driver become our classes; anything unknown is handed back. */
export function translateError(error: unknown, operation: string): unknown {
  if (error instanceof DomainError) return error;
  const reply = replyCodeOf(error);
  if (reply !== undefined) return AWAY.has(reply) ? away(reply) : new RedisFault(operation, reply);
  return isLost(error) ? away(codeOf(error)) : error;
}

// The driver throws a bare Error for "not connected", "closed" and "no answer in time", and TypeError or RangeError for
// our own mistakes.
const LOST = new Set(['Error', 'MaxRetriesPerRequestError', 'AbortError']);
const isLost = (error: unknown): error is Error =>
  types.isNativeError(error) && (LOST.has(error.name) || 'syscall' in error);

const codeOf = (error: NodeJS.ErrnoException): string =>
  error.code ?? (error.name === 'Error' ? 'no connection or no answer in time' : error.name);

/** The driver's error holds the command with its values, so only its code is kept. */
const away = (code: string): Unavailable => new Unavailable('Redis', 1, { cause: new Error(code) });
