import { createHash } from 'node:crypto';
import { assertShallow, canonicalJson } from '@analytics/domain';
import type { RepeatableRequest } from '@analytics/infra-postgres';
import { RequestKeyWrong } from './definition-errors';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** A request with an Idempotency-Key: the same key and body is the same request, however often it comes. */
export function repeatableRequest(key: string | undefined, of: string, body: unknown): RepeatableRequest | undefined {
  if (key === undefined) return undefined;
  if (!KEY.test(key)) throw new RequestKeyWrong();
  assertShallow(body);
  return {
    key,
    hash: createHash('sha256')
      .update(canonicalJson([of, body]))
      .digest('hex'),
  };
}
