import { types } from 'node:util';
import { DomainError, Unavailable } from '@analytics/domain';
import { ObjectConflict, ObjectMissing, S3Fault } from './s3-errors';

/** What the SDK's errors have in common; a failure of the connection has no status and, from Node, a `code`. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Answers with a status of the caller's fault after which the same request may succeed: bytes changed on the way, a slow sender. */
const AGAIN = new Set([
  ...['BadDigest', 'XAmzContentSHA256Mismatch', 'InvalidDigest', 'IncompleteBody', 'RequestTimeout'],
  ...['SlowDown', 'ConditionalRequestConflict', 'OperationAborted', 'TooManyRequests', 'ThrottlingException'],
]);
const LOST = new Set(['TimeoutError', 'AbortError', 'NetworkingError']);
const NO_OBJECT = new Set(['NoSuchKey', 'NotFound']);

/** The only place where answers of the server and failures of the SDK become our classes; anything unknown is handed back. */
export function translateError(error: unknown, operation: string, key?: string): unknown {
  if (error instanceof DomainError || !types.isNativeError(error)) return error;
  const { name, code, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (LOST.has(name) || AGAIN.has(name) || (status !== undefined && (status >= 500 || status === 429))) {
    return away(name, status);
  }
  if (key !== undefined && status === 404 && NO_OBJECT.has(name)) return new ObjectMissing(key);
  if (key !== undefined && status === 412) return new ObjectConflict(key);
  if (status !== undefined && status >= 300) return new S3Fault(operation, name, status);
  if (isNetwork(code) || isWrapped(error, $metadata)) return away(code ?? name);
  return error;
}

/** No answer, or one whose body broke off: the connection failed. Codes of our own mistakes begin with `ERR_`. */
const isNetwork = (code: string | undefined): boolean =>
  code !== undefined && (/^E[A-Z]+$/.test(code) || code === 'ERR_STREAM_PREMATURE_CLOSE');

/** What the SDK sent and got no answer to, it may wrap into a bare Error that has lost the code; our mistakes are other classes. */
const isWrapped = (error: Error, metadata: SdkError['$metadata']): boolean =>
  metadata !== undefined && metadata.httpStatusCode === undefined && error.name === 'Error';

/** The SDK's error holds the whole answer, which may quote keys and names, so only its code is kept. */
function away(name: string, status?: number): Unavailable {
  return new Unavailable('S3', 1, { cause: new Error(status === undefined ? name : `${name} (${status})`) });
}
