import { types } from 'node:util';
import { ClickHouseError } from '@clickhouse/client';
import { DomainError, Unavailable } from '@analytics/domain';
import {
  InsertOutcomeUnknown,
  QueryTimedOut,
  QueryTooExpensive,
  RowsRefused,
  StatementFailed,
} from './clickhouse-errors';
import { NOT_CONNECTED_CODES, ROW_CODES, TIMEOUT_CODE, TOO_EXPENSIVE_CODES, UNAVAILABLE_CODES } from './engine-codes';

const STORE = 'the warehouse';

export const engineCodeOf = (error: unknown): number | undefined =>
  error instanceof ClickHouseError ? Number(error.code) : undefined;

/** True where nothing can have reached the server. */
export const neverConnected = (error: unknown): boolean => NOT_CONNECTED_CODES.has(systemCodeOf(error));

const systemCodeOf = (error: unknown): string => {
  const code = types.isNativeError(error) ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
};

/** A defect in our own code, to be seen as what it is. Everything else without a server code is the connection. */
const isDefect = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof ReferenceError ||
  !types.isNativeError(error);

export function translateQueryError(error: unknown, statement: string): unknown {
  if (error instanceof DomainError || isDefect(error)) return error;
  const code = engineCodeOf(error);
  if (code === undefined || UNAVAILABLE_CODES.has(code)) return new Unavailable(STORE);
  if (code === TIMEOUT_CODE) return new QueryTimedOut(statement, code);
  if (TOO_EXPENSIVE_CODES.has(code)) return new QueryTooExpensive(statement, code);
  return new StatementFailed(statement, code, (error as ClickHouseError).type);
}

export function translateInsertError(error: unknown, table: string, token: string): unknown {
  if (error instanceof DomainError || isDefect(error)) return error;
  const code = engineCodeOf(error);
  if (code === undefined) {
    return neverConnected(error) ? new Unavailable(STORE) : new InsertOutcomeUnknown(table, token);
  }
  if (code === TIMEOUT_CODE) return new InsertOutcomeUnknown(table, token);
  if (ROW_CODES.has(code)) return new RowsRefused({ table, engineCode: code });
  // A batch is bounded by us, so a limit passed here is the server's pressure: waiting helps, dropping would lose rows.
  if (UNAVAILABLE_CODES.has(code) || TOO_EXPENSIVE_CODES.has(code)) return new Unavailable(STORE);
  return new StatementFailed(`insert into ${table}`, code, (error as ClickHouseError).type);
}
