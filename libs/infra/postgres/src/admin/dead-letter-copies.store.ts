import type { DeadLetterRecord } from '@analytics/contracts';
import type { Postgres } from '../connection/postgres';

/** A dead letter as it stood in its topic, and the key it had there. */
export type CopiedLetter = DeadLetterRecord & { readonly record_key: string };

interface LetterRow extends Omit<CopiedLetter, 'source' | 'processor' | 'attempts' | 'parent_dlq_id'> {
  readonly id: string;
  readonly origin: Omit<DeadLetterRecord['source'], 'headers'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly processor: string;
}

const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const base64 = (column: string): string => `translate(encode(${column}, 'base64'), E'\\n', '')`;
const COLUMNS = `id, letter_id AS dlq_id, ${iso('first_seen_at')} AS first_seen, ${iso('last_seen_at')} AS last_seen, stage,
  reason AS reason_code, pointer, keyword, detail AS message, retriable, headers, ${base64('raw')} AS raw_base64, sealed_key_id,
  raw_bytes, raw_sha256, raw_object, nullif(event_type, '') AS event_type, nullif(source, '') AS event_source,
  nullif(event_id, '') AS event_id, schema_id, schema_version, processor, transform_version AS xform_ver, trace_id, replay_count,
  tenant, personal, subjects, record_key,
  jsonb_build_object('topic', origin_topic, 'partition', origin_partition, 'offset', origin_offset::text,
    'timestamp', ${iso('origin_at')}, 'key_base64', ${base64('key_bytes')}, 'headers_sealed_base64', ${base64('headers_sealed')}) AS origin`;

/** Which hours of dead letters the lake has a copy of, and what belongs into one. */
export class DeadLetterCopiesStore {
  constructor(private readonly postgres: Postgres) {}

  /** Hours with records the copy does not have, or with content it must not have any longer. */
  async due({ from, until }: { readonly from: Date; readonly until: Date }, limit: number): Promise<Date[]> {
    const rows = await this.postgres.query<{ hour: Date }>(
      `SELECT hour FROM (SELECT hour, sum(records) AS records FROM dead_letter_counts
                          WHERE span = 'hour' AND hour >= $1 AND hour < $2 GROUP BY hour) AS indexed
         LEFT JOIN dead_letter_copies AS copied USING (hour)
        WHERE indexed.records > coalesce(copied.records, 0) OR copied.changes > copied.copied_changes ORDER BY hour LIMIT $3`,
      [from, until, limit],
    );
    return rows.map(({ hour }) => hour);
  }

  /** How often the hour has changed by now: what changes later is not in a copy that is begun here. Waits for a change under way. */
  async begin(hour: Date): Promise<string> {
    const [row] = await this.postgres.query<{ changes: string }>(
      `INSERT INTO dead_letter_copies (hour) VALUES ($1) ON CONFLICT (hour) DO UPDATE SET hour = excluded.hour
       RETURNING changes::text AS changes`,
      [hour],
    );
    return row!.changes;
  }

  async end(hour: Date, { records, changes }: { readonly records: number; readonly changes: string }): Promise<void> {
    await this.postgres.query(
      'UPDATE dead_letter_copies SET records = $2, copied_changes = $3, copied_at = clock_timestamp() WHERE hour = $1',
      [hour, records, changes],
    );
  }

  /** The hour's letters, those first seen first. */
  async *letters(hour: Date, page: number): AsyncGenerator<CopiedLetter> {
    const end = new Date(hour.getTime() + 3_600_000);
    for (let place = ['-infinity', '']; ;) {
      const rows = await this.postgres.query<LetterRow>(
        `SELECT ${COLUMNS} FROM dead_letters
          WHERE first_seen_at >= $1 AND first_seen_at < $2 AND (first_seen_at, id) > ($3::timestamptz, $4)
          ORDER BY first_seen_at, id LIMIT $5`,
        [hour, end, ...place, page],
      );
      yield* rows.map(letterOf);
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) return;
      place = [last.first_seen, last.id];
    }
  }

  async removeOld(before: Date): Promise<void> {
    await this.postgres.query('DELETE FROM dead_letter_copies WHERE hour < $1', [before]);
  }
}

/** It is the first of its kind again: of what it was a repeat, and how often, the index knew. */
function letterOf({ id: _, origin, headers, processor, ...letter }: LetterRow): CopiedLetter {
  const at = processor.lastIndexOf('@');
  return {
    ...letter,
    source: { ...origin, headers },
    processor: { name: processor.slice(0, at), version: processor.slice(at + 1), git_sha: 'unknown' },
    attempts: 1,
    parent_dlq_id: null,
  };
}
