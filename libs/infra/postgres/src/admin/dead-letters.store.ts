import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { deadLetterConditions } from './dead-letters.filter';
import { foldLetters, identityOf, type KnownLetters } from './dead-letters.fold';
import type {
  DeadLetterContent,
  DeadLetterFilter,
  DeadLetterGroup,
  DeadLetterItem,
  DeadLetterPlace,
  DeadLetterStatus,
  DeadLetterSum,
  IncomingLetter,
  IndexedLetters,
} from './dead-letters.records';
import {
  CONTENT_COLUMNS,
  contentOf,
  type ContentRow,
  draftsJson,
  ITEM_COLUMNS,
  itemOf,
  type ItemRow,
  MERGE_DRAFTS,
} from './dead-letters.rows';
import { isInOrder, type PageQuestion, pageStatement, type PageWay } from './dead-letters.page';
import { summaryStatement } from './dead-letters.summary';

type SumRow = Record<DeadLetterGroup, string> & {
  readonly count: string;
  readonly oldest: Date;
  readonly newest: Date;
};

/** The index of dead letters: one record for each event and reason, however often its letter is delivered. */
export class DeadLettersStore {
  constructor(private readonly postgres: Postgres) {}

  /** Takes a batch in, whole or not at all. Batches wait for each other: what one adds the next one finds. */
  index(batch: readonly IncomingLetter[]): Promise<IndexedLetters> {
    return this.postgres.transaction(async (tx) => {
      await this.postgres.lockInTransaction(tx, 'dead letters');
      const { drafts, repeats, counts } = foldLetters(batch, await knownOf(tx, batch));
      if (drafts.length > 0) await runQuery(tx, MERGE_DRAFTS, [draftsJson(drafts)]);
      if (repeats.length > 0) {
        await runQuery(
          tx,
          'INSERT INTO dead_letter_repeats (letter_id, record) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
          [repeats.map(([letter]) => letter), repeats.map(([, record]) => record)],
        );
      }
      return counts;
    });
  }

  /** Objects of records whose content the batch will replace: a replay of them was refused again. */
  async replacedObjects(batch: readonly IncomingLetter[]): Promise<string[]> {
    const again = batch.filter(({ letter }) => letter.parent_dlq_id !== null);
    if (again.length === 0) return [];
    const rows = await this.postgres.query<{ object: string }>(
      `SELECT raw_object AS object FROM dead_letters WHERE raw_object IS NOT NULL AND id IN (
         SELECT coalesce(before.record, came.parent) FROM unnest($1::text[], $2::text[]) AS came (letter, parent)
           LEFT JOIN dead_letter_repeats AS before ON before.letter_id = came.parent
          WHERE NOT EXISTS (SELECT FROM dead_letter_repeats AS known WHERE known.letter_id = came.letter))`,
      [again.map(({ letter }) => letter.dlq_id), again.map(({ letter }) => letter.parent_dlq_id)],
    );
    return rows.map(({ object }) => object);
  }

  /** Objects of an indexed batch that no record names: their event was refused before, and its first letter's object is kept. */
  async spareObjects(batch: readonly IncomingLetter[]): Promise<string[]> {
    const large = batch.filter(({ rawObject }) => rawObject !== undefined);
    if (large.length === 0) return [];
    const rows = await this.postgres.query<{ object: string }>(
      `SELECT object FROM unnest($1::text[], $2::text[]) AS came (letter, object)
        WHERE NOT EXISTS (SELECT FROM dead_letters AS kept WHERE kept.raw_object = came.object AND kept.id =
          coalesce((SELECT record FROM dead_letter_repeats WHERE letter_id = came.letter), came.letter))`,
      [large.map(({ letter }) => letter.dlq_id), large.map(({ rawObject }) => rawObject)],
    );
    return rows.map(({ object }) => object);
  }

  /** Newest first, from the place on. */
  async page(filter: DeadLetterFilter, place: DeadLetterPlace | undefined, limit: number): Promise<DeadLetterItem[]> {
    const question = { filter, place, limit };
    const hasWords = filter.text !== undefined;
    if (!hasWords && isInOrder(filter)) return this.read(question, 'in_order');
    // What many records have is among the newest; for what few have, the server would walk from the newest to the oldest.
    const recent = await this.read(question, 'newest');
    return recent.length === limit ? recent : this.read(question, hasWords ? 'by_words' : 'in_order');
  }

  /** By its own id, or by that of any letter that was counted into it. */
  async find(id: string): Promise<DeadLetterItem | undefined> {
    const [row] = await this.postgres.query<ItemRow>(
      `SELECT ${ITEM_COLUMNS} FROM dead_letters
        WHERE id = coalesce((SELECT record FROM dead_letter_repeats WHERE letter_id = $1), $1)`,
      [id],
    );
    return row === undefined ? undefined : itemOf(row);
  }

  /** What came, of the records that are there. */
  async contents(ids: readonly string[]): Promise<DeadLetterContent[]> {
    const rows = await this.postgres.query<ContentRow>(
      `SELECT ${CONTENT_COLUMNS} FROM dead_letters WHERE id = ANY($1)`,
      [ids],
    );
    return rows.map(contentOf);
  }

  async summary(
    groups: readonly DeadLetterGroup[],
    filter: Omit<DeadLetterFilter, 'text' | 'keys' | 'ids'>,
    limit: number,
  ): Promise<DeadLetterSum[]> {
    const { text, values } = summaryStatement(groups, filter, limit);
    const rows = await this.postgres.query<SumRow>(text, values);
    return rows.map(({ count, oldest, newest, ...group }) => ({ group, count: Number(count), oldest, newest }));
  }

  async counts(): Promise<{ status: DeadLetterStatus; reason: string; records: number }[]> {
    return this.postgres.query(
      `SELECT status, reason, sum(records)::float8 AS records FROM dead_letter_counts WHERE span = 'day' GROUP BY 1, 2 HAVING sum(records) > 0`,
    );
  }

  /** Sets aside what is open, at most `limit` records; says how many of which reason. */
  async discard(
    tx: EntityManager,
    filter: DeadLetterFilter,
    why: string,
    limit: number,
  ): Promise<ReadonlyMap<string, number>> {
    const { text, values } = deadLetterConditions({ ...filter, status: 'open' }, 3);
    const rows = await runQuery<{ reason: string; records: number }>(
      tx,
      `WITH gone AS (
         UPDATE dead_letters SET status = 'discarded', discarded_reason = $1
          WHERE id = ANY(ARRAY(SELECT id FROM dead_letters WHERE ${text} LIMIT $2 FOR UPDATE)) RETURNING reason)
       SELECT reason, count(*)::int AS records FROM gone GROUP BY reason ORDER BY reason`,
      [why, limit, ...values],
    );
    return new Map(rows.map(({ reason, records }) => [reason, records]));
  }

  /** Removes records nobody heard of since, a batch at a time; says how many. */
  async removeOld(before: Date, limit: number): Promise<number> {
    const gone = await this.postgres.query(
      `DELETE FROM dead_letters WHERE id IN (
         SELECT id FROM dead_letters WHERE last_seen_at < $1 AND status <> 'replaying' ORDER BY last_seen_at LIMIT $2
          FOR UPDATE SKIP LOCKED) RETURNING 1`,
      [before, limit],
    );
    await this.postgres.query('DELETE FROM dead_letter_counts WHERE records <= 0 AND hour < $1', [before]);
    return gone.length;
  }

  private async read(question: PageQuestion, way: PageWay): Promise<DeadLetterItem[]> {
    const { text, values } = pageStatement(question, way);
    return (await this.postgres.query<ItemRow>(text, values)).map(itemOf);
  }
}

async function knownOf(tx: EntityManager, batch: readonly IncomingLetter[]): Promise<KnownLetters> {
  const named = batch.flatMap(({ letter }) => [
    letter.dlq_id,
    ...(letter.parent_dlq_id === null ? [] : [letter.parent_dlq_id]),
  ]);
  const letters = await runQuery<{ letter: string; record: string }>(
    tx,
    `SELECT id AS letter, id AS record FROM dead_letters WHERE id = ANY($1)
      UNION ALL SELECT letter_id, record FROM dead_letter_repeats WHERE letter_id = ANY($1)`,
    [named],
  );
  const identities = await runQuery<{ identity: string; record: string }>(
    tx,
    `SELECT encode(identity, 'hex') AS identity, id AS record FROM dead_letters
      WHERE identity = ANY(ARRAY(SELECT decode(hex, 'hex') FROM unnest($1::text[]) AS hex))`,
    [batch.map(({ letter }) => identityOf(letter))],
  );
  return {
    letters: new Map(letters.map(({ letter, record }) => [letter, record])),
    identities: new Map(identities.map(({ identity, record }) => [identity, record])),
  };
}
