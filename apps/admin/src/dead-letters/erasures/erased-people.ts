import { AuditLog, ErasedLettersStore, type IncomingLetter, Postgres } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { contentsErased } from '../dead-letters.metrics';
import { LargePayloads } from '../payload/large-payloads';

const ERASURES_AT_ONCE = 500;
const RECORDS_AT_ONCE = 500;
const FOLLOWER = 'system:erasures';

/**
 * What dead letters keep of people who were erased is destroyed: of those that are there when somebody is erased, and of those
 * that come later. That there was a refused event, and why, stays.
 */
@Injectable()
export class ErasedPeople {
  constructor(
    private readonly store: ErasedLettersStore,
    private readonly large: LargePayloads,
    private readonly postgres: Postgres,
    private readonly audit: AuditLog,
  ) {}

  /** Follows the erasures of the vault. Who dies in between begins again with the same ones, and finds less of them. */
  async follow(): Promise<void> {
    await this.postgres.tryLock('dead-letters-erasures', async () => {
      for (;;) {
        const erased = await this.store.next(ERASURES_AT_ONCE);
        if (erased === undefined) return;
        await this.forget(erased.subjects, `erasures up to ${erased.last}`);
        await this.store.followed(erased.last);
      }
    });
  }

  /** Of letters that were on their way when somebody in them was erased. */
  async among(letters: readonly IncomingLetter[]): Promise<void> {
    const subjects = [...new Set(letters.flatMap(({ letter }) => letter.subjects))];
    if (subjects.length === 0) return;
    const erased = new Set(await this.store.erasedOf(subjects));
    if (erased.size === 0) return;
    // A letter that is delivered again brings its object again, although its record has forgotten it.
    const again = letters.filter(({ letter }) => letter.subjects.some((subject) => erased.has(subject)));
    await this.large.remove(again.flatMap(({ rawObject }) => (rawObject === undefined ? [] : [rawObject])));
    await this.forget([...erased], 'letters that came after an erasure');
  }

  private async forget(subjects: readonly string[], object: string): Promise<void> {
    for (;;) {
      const kept = await this.store.keptOf(subjects, RECORDS_AT_ONCE);
      if (kept.length === 0) return;
      // The objects first: once the row does not know its object, nobody would find it.
      await this.large.remove(kept.flatMap(({ rawObject }) => (rawObject === null ? [] : [rawObject])));
      const after = { records: kept.length };
      await this.postgres.transaction(async (tx) => {
        await this.store.forget(
          tx,
          kept.map(({ id }) => id),
        );
        await this.audit.record({ actor: FOLLOWER, action: 'dlq.forget', object, after, result: 'done' }, tx);
      });
      contentsErased.inc(kept.length);
    }
  }
}
