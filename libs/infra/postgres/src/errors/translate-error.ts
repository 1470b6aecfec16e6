import { DomainError, Unavailable } from '@analytics/domain';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import {
  ExclusionViolation,
  LockBusy,
  QueryFault,
  ReferenceViolation,
  TransactionConflict,
  UniqueViolation,
  ValueRefused,
  type ViolationFacts,
} from './postgres-errors';

/** What the server reports; a failure of the connection itself has no severity. */
interface ServerError {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

/**
 * Classes and codes after which the same statement may succeed later: connection lost (08), out of resources (53),
 * shut down, starting up or cancelled (57), trouble of the machine (58), a server that has become read-only (25006), an
 * idle transaction or session that was ended (25P03, 25P04).
 */
const AWAY = /^(08|53|57|58)|^(25006|25P03|25P04)$/;

/** The only place where SQLSTATEs and driver failures become our classes; anything unknown is handed back unchanged. */
export function translateError(error: unknown, connectionLost = false): unknown {
  if (error instanceof DomainError) return error;
  if (error instanceof QueryRunnerAlreadyReleasedError) return connectionLost ? away(error) : error;
  return translateDriverError(error instanceof QueryFailedError ? error.driverError : error);
}

function translateDriverError(error: unknown): unknown {
  if (isServerError(error)) return translateState(error);
  // The driver has no code for "the connection ended" or "no answer in time": it throws a bare Error for these, and
  // TypeError or RangeError for our own mistakes.
  if (error instanceof Error && (error.constructor === Error || 'syscall' in error)) return away(error);
  return error;
}

function translateState(error: ServerError): DomainError {
  const { code, constraint, table, column } = error;
  const facts: ViolationFacts = { sqlState: code, constraint, table, column };
  if (code === '23505') return new UniqueViolation(facts);
  if (code === '23503') return new ReferenceViolation(facts);
  if (code === '23P01') return new ExclusionViolation(facts);
  if (code.startsWith('23') || code.startsWith('22')) return new ValueRefused(facts);
  if (code.startsWith('40')) return new TransactionConflict(code);
  if (code === '55P03') return new LockBusy();
  if (AWAY.test(code)) return away(new Error(`SQLSTATE ${code}`));
  return new QueryFault(code, error.message);
}

const away = (cause: Error): Unavailable => new Unavailable('PostgreSQL', 1, { cause });

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}
