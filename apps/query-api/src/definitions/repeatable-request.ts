import { assertShallow } from '@analytics/domain';
import { type RepeatableRequest, requestHash } from '@analytics/service-kit';

/** A request with an Idempotency-Key: the same key and body is the same request, however often it comes. */
export function repeatableRequest(key: string | undefined, of: string, body: unknown): RepeatableRequest | undefined {
  if (key === undefined) return undefined;
  assertShallow(body);
  return { key, hash: requestHash(of, body) };
}
