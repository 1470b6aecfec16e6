import { createHash } from 'node:crypto';
import { canonicalJson } from '@analytics/domain';
import type { AuditRow } from './audit.records';

export type ChainedRow = Omit<AuditRow, 'hash'>;

/** The hash that stands in a row: over the one before it and everything else the row says. */
export function auditHash({ previousHash, ...row }: ChainedRow): string {
  const { id, at, actor, action, object, before, after, reason, result } = row;
  const said = { id: id.toString(), at: at.toISOString(), actor, action, object, before, after, reason, result };
  return createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(canonicalJson(said)).digest('hex');
}

/** Where a chain stands: its last row, or nothing. */
export interface ChainEnd {
  readonly id: bigint;
  readonly hash: string;
}

export const CHAIN_START: ChainEnd = { id: 0n, hash: '00'.repeat(32) };

/** Whether this is the row that comes next, word for word as it was written. */
export const follows = (end: ChainEnd, row: AuditRow): boolean =>
  row.id === end.id + 1n && row.previousHash === end.hash && row.hash === auditHash(row);
