import { createHash } from 'node:crypto';
import { canonicalJson } from '@analytics/domain';

/** A request that may come again: its key and what it asked for. */
export interface RepeatableRequest {
  readonly key: string;
  /** SHA-256 of what was asked for. */
  readonly hash: string;
}

/**
 * What tells two requests under one key apart: spaces and the order of members do not. Goes down the body by recursion, so
 * its depth is checked before.
 */
export const requestHash = (of: string, body: unknown): string =>
  createHash('sha256')
    .update(canonicalJson([of, body ?? null]))
    .digest('hex');
