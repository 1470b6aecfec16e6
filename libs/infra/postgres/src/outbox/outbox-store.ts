import type { Postgres } from '../connection/postgres';
import { MESSAGE_ID_HEADER, type OutboxRecord } from './outbox-message';

interface OutboxRow {
  readonly position: string;
  readonly message_id: string;
  readonly topic: string;
  readonly key: string | null;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

export interface OutboxBatch {
  readonly positions: readonly string[];
  readonly records: readonly OutboxRecord[];
}

/** Counting stops here: the exact length of a very long queue helps nobody and costs a scan. */
const COUNT_LIMIT = 100_000;

/** The relay's statements on the owner's `outbox` table. */
export class OutboxStore {
  constructor(private readonly postgres: Postgres) {}

  /** The oldest unsent messages up to both limits, but at least one. */
  async oldest(maxMessages: number, maxBytes: number): Promise<OutboxBatch> {
    const rows = await this.postgres.query<OutboxRow>(
      `SELECT position, message_id, topic, key, value, headers
         FROM (SELECT *, sum(length(value)) OVER (ORDER BY position) - length(value) AS bytes_before
                 FROM (SELECT * FROM outbox WHERE sent_at IS NULL ORDER BY position LIMIT $1) AS oldest) AS sized
        WHERE bytes_before = 0 OR bytes_before + length(value) <= $2
        ORDER BY position`,
      [maxMessages, maxBytes],
    );
    return { positions: rows.map((row) => row.position), records: rows.map(toRecord) };
  }

  async markSent(positions: readonly string[]): Promise<void> {
    await this.postgres.query('UPDATE outbox SET sent_at = clock_timestamp() WHERE position = ANY($1::bigint[])', [
      positions,
    ]);
  }

  /** Removes sent messages that are older than they need to be; bounded, so a long pause does not end in one huge delete. */
  async forget(keepSentHours: number, maxMessages: number): Promise<void> {
    await this.postgres.query(
      `DELETE FROM outbox WHERE position IN (
         SELECT position FROM outbox WHERE sent_at < now() - make_interval(hours => $1) ORDER BY sent_at LIMIT $2)`,
      [keepSentHours, maxMessages],
    );
  }

  async backlog(): Promise<{ pending: number; oldestAgeSeconds: number }> {
    const rows = await this.postgres.query<{ pending: number; age: number }>(
      `SELECT count(*)::int AS pending,
              coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(created_at))), 0)::float8 AS age
         FROM (SELECT created_at FROM outbox WHERE sent_at IS NULL ORDER BY position LIMIT $1) AS waiting`,
      [COUNT_LIMIT],
    );
    return { pending: rows[0]?.pending ?? 0, oldestAgeSeconds: rows[0]?.age ?? 0 };
  }
}

const toRecord = ({ message_id, topic, key, value, headers }: OutboxRow): OutboxRecord => ({
  id: message_id,
  topic,
  key,
  value,
  headers: { ...headers, [MESSAGE_ID_HEADER]: message_id },
});
