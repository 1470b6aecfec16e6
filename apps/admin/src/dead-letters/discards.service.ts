import {
  AuditLog,
  type CreationRequest,
  CreationRequests,
  type DeadLetterFilter,
  DeadLettersStore,
  type EntityManager,
  Postgres,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { DiscardWithoutFilter } from './dead-letter-errors';
import { DeadLettersConfig } from './dead-letters.config';
import { recordsDiscarded } from './dead-letters.metrics';

export interface DiscardWish {
  readonly filter: DeadLetterFilter;
  readonly why: string;
  readonly actor: string;
}

/** How many records of each reason were discarded so far, and whether that is all. */
interface Discarded {
  readonly byReason: Readonly<Record<string, number>>;
  readonly isDone: boolean;
}

/** What operators set aside for good. */
@Injectable()
export class DiscardsService {
  constructor(
    private readonly config: DeadLettersConfig,
    private readonly postgres: Postgres,
    private readonly store: DeadLettersStore,
    private readonly audit: AuditLog,
    private readonly requests: CreationRequests,
  ) {}

  /**
   * A thousand at a time, each with its row in the audit: a transaction over millions of records would hold up the
   * index. What was discarded before a failure stays so, and is recorded; the same request again goes on from there.
   */
  async discard(wish: DiscardWish, request?: CreationRequest): Promise<Discarded['byReason']> {
    if (Object.values(wish.filter).every((value) => value === undefined)) throw new DiscardWithoutFilter();
    let soFar: Discarded | undefined;
    do {
      const before = soFar;
      const { all, gone } = await this.postgres.transaction((tx) => this.next(tx, wish, before, request));
      for (const [reason, records] of gone) recordsDiscarded.inc({ reason }, records);
      soFar = all;
    } while (!soFar.isDone);
    return soFar.byReason;
  }

  /** The next thousand. Under a key its row says how far it is: two at once take turns, and both are told the whole. */
  private async next(tx: EntityManager, wish: DiscardWish, mine: Discarded | undefined, request?: CreationRequest) {
    const before = request === undefined ? mine : await this.requests.claim<Discarded>(tx, request);
    if (before?.isDone === true) return { all: before, gone: new Map<string, number>() };
    const gone = await this.store.discard(tx, wish.filter, wish.why, this.config.discardRows);
    const all: Discarded = {
      byReason: sumOf(before?.byReason ?? {}, gone),
      isDone: countOf(gone) < this.config.discardRows,
    };
    if (request !== undefined) await this.requests.keep(tx, request, all);
    // That nothing was found is recorded once.
    if (gone.size > 0 || before === undefined) await this.record(tx, wish, gone);
    return { all, gone };
  }

  private record(tx: EntityManager, { filter, why, actor }: DiscardWish, gone: ReadonlyMap<string, number>) {
    const after = { filter: told(filter), discarded: Object.fromEntries(gone) };
    const object = filter.ids?.length === 1 ? String(filter.ids[0]) : 'dead_letters';
    return this.audit.record({ actor, action: 'dlq.discard', object, after, reason: why, result: 'done' }, tx);
  }
}

const countOf = (byReason: ReadonlyMap<string, number>): number =>
  [...byReason.values()].reduce((sum, records) => sum + records, 0);

function sumOf(before: Discarded['byReason'], gone: ReadonlyMap<string, number>): Record<string, number> {
  const sum: Record<string, number> = { ...before };
  for (const [reason, records] of gone) sum[reason] = (sum[reason] ?? 0) + records;
  return sum;
}

/** Keys name people: that one was asked for is said, not which. */
const told = ({ keys, ...filter }: DeadLetterFilter) => ({ ...filter, ...(keys !== undefined && { key: '[masked]' }) });
