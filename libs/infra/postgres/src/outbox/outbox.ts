import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { runQuery } from '../connection/run-query';
import { lockKey } from '../locks/lock-key';
import { type OutboxMessage, OutboxMessageTooLarge } from './outbox-message';

/** Below the topics' 2 MiB, with room for key and headers. */
const MAX_VALUE_BYTES = 1_500_000;

interface OutboxEntry {
  readonly id: string;
  readonly topic: string;
  readonly key: string | null;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes messages into the owner's `outbox` table inside the caller's transaction: both happen or neither does. */
export class Outbox {
  constructor(private readonly owner: string) {}

  async add(tx: EntityManager, ...messages: readonly OutboxMessage[]): Promise<void> {
    const entries = messages.map(toEntry);
    await this.takeTurns(tx, entries);
    for (const { id, topic, key, value, headers } of entries) {
      await runQuery(
        tx,
        `INSERT INTO outbox (message_id, topic, key, value, headers) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (message_id) DO NOTHING`,
        [id, topic, key, value, headers],
      );
    }
  }

  /**
   * Positions are given out at insert, but rows become visible at commit. Writers of the same key therefore take turns
   * from insert to commit; sorting the keys keeps two writers of several keys from waiting for each other.
   */
  private async takeTurns(tx: EntityManager, entries: readonly OutboxEntry[]): Promise<void> {
    const keyed = entries.filter((entry) => entry.key !== null);
    const locks = new Set(keyed.map(({ topic, key }) => lockKey(this.owner, `outbox:${topic}:${key}`)));
    for (const lock of [...locks].sort()) await runQuery(tx, 'SELECT pg_advisory_xact_lock($1)', [lock]);
  }
}

function toEntry({ id = randomUUID(), topic, key, value, headers = {} }: OutboxMessage): OutboxEntry {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value, 'utf8');
  if (bytes.length > MAX_VALUE_BYTES) throw new OutboxMessageTooLarge(topic, bytes.length, MAX_VALUE_BYTES);
  return { id, topic, key, value: bytes, headers };
}
