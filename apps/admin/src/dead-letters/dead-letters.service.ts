import {
  AuditLog,
  type DeadLetterFilter,
  type DeadLetterGroup,
  type DeadLetterItem,
  type DeadLetterPlace,
  DeadLettersStore,
  type DeadLetterSum,
  Postgres,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { DeadLetterUnknown, DiscardWithoutFilter } from './dead-letter-errors';
import { DeadLettersConfig } from './dead-letters.config';
import { payloadsRevealed, recordsDiscarded } from './dead-letters.metrics';
import { LetterPayloads, type OpenedLetter } from './payload/letter-payloads';

export interface FoundRecord {
  readonly item: DeadLetterItem;
  readonly letter: OpenedLetter;
}

/** What operators ask of the index, and what they change in it. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly config: DeadLettersConfig,
    private readonly postgres: Postgres,
    private readonly store: DeadLettersStore,
    private readonly payloads: LetterPayloads,
    private readonly audit: AuditLog,
  ) {}

  async summary(
    groups: readonly DeadLetterGroup[],
    filter: DeadLetterFilter,
  ): Promise<{ sums: DeadLetterSum[]; truncated: boolean }> {
    const sums = await this.store.summary(groups, filter, this.config.groups + 1);
    return { sums: sums.slice(0, this.config.groups), truncated: sums.length > this.config.groups };
  }

  page(filter: DeadLetterFilter, place: DeadLetterPlace | undefined, limit: number): Promise<DeadLetterItem[]> {
    return this.store.page(filter, place, limit);
  }

  async find(id: string): Promise<FoundRecord> {
    const item = await this.store.find(id);
    const [content] = item === undefined ? [] : await this.store.contents([item.id]);
    if (item === undefined || content === undefined) throw new DeadLetterUnknown();
    return { item, letter: await this.payloads.open(content) };
  }

  /** The record as it came, for one who may see it. Nothing is shown before the audit has it. */
  async reveal(id: string, actor: string): Promise<FoundRecord> {
    const found = await this.find(id);
    const { reason, eventType } = found.item;
    await this.audit.record({
      actor,
      action: 'dlq.reveal',
      object: found.item.id,
      after: { reason, event_type: eventType, payload: found.letter.state },
      result: 'done',
    });
    payloadsRevealed.inc();
    return found;
  }

  /**
   * A thousand at a time, each with its row in the audit: a transaction over millions of records would hold up the
   * index. What was discarded before a failure stays so, and is recorded.
   */
  async discard(filter: DeadLetterFilter, why: string, actor: string): Promise<ReadonlyMap<string, number>> {
    if (Object.values(filter).every((value) => value === undefined)) throw new DiscardWithoutFilter();
    const all = new Map<string, number>();
    for (let full = true; full;) {
      const gone = await this.discardSome(filter, why, actor, all.size === 0);
      for (const [reason, records] of gone) {
        all.set(reason, (all.get(reason) ?? 0) + records);
        recordsDiscarded.inc({ reason }, records);
      }
      full = countOf(gone) === this.config.discardRows;
    }
    return all;
  }

  private discardSome(
    filter: DeadLetterFilter,
    why: string,
    actor: string,
    first: boolean,
  ): Promise<ReadonlyMap<string, number>> {
    return this.postgres.transaction(async (tx) => {
      const gone = await this.store.discard(tx, filter, why, this.config.discardRows);
      // That nothing was found is recorded once.
      if (gone.size > 0 || first) {
        const after = { filter: told(filter), discarded: Object.fromEntries(gone) };
        const object = filter.ids?.length === 1 ? String(filter.ids[0]) : 'dead_letters';
        await this.audit.record({ actor, action: 'dlq.discard', object, after, reason: why, result: 'done' }, tx);
      }
      return gone;
    });
  }
}

const countOf = (byReason: ReadonlyMap<string, number>): number =>
  [...byReason.values()].reduce((sum, records) => sum + records, 0);

/** Keys name people: that one was asked for is said, not which. */
const told = ({ keys, ...filter }: DeadLetterFilter) => ({ ...filter, ...(keys !== undefined && { key: '[masked]' }) });
