import {
  AuditLog,
  type DeadLetterFilter,
  type DeadLetterGroup,
  type DeadLetterItem,
  type DeadLetterPlace,
  DeadLettersStore,
  type DeadLetterSum,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { DeadLetterUnknown } from './dead-letter-errors';
import { DeadLettersConfig } from './dead-letters.config';
import { payloadsRevealed } from './dead-letters.metrics';
import { LetterPayloads, type OpenedLetter } from './payload/letter-payloads';

export interface FoundRecord {
  readonly item: DeadLetterItem;
  readonly letter: OpenedLetter;
}

/** What operators ask of the index. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly config: DeadLettersConfig,
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
}
