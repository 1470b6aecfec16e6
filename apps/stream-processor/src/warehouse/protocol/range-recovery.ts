import type { FactTable, OffsetRange } from '@analytics/domain';
import { RangeBeyondEnd, RangeExpired, type Received } from '@analytics/infra-kafka';
import type { Claim, PendingRange } from '@analytics/infra-postgres';
import { inTurns } from '@analytics/service-kit';
import { type Candidate, type Read, readRecord } from './candidate';
import { decide, type Decision } from './decision';
import { isSame, sumOf, TABLES, tokenOf, TRANSFORM_VERSION, without, xorOfAll } from './range-rows';
import { LedgerGap, TopicRecreated } from './sink-errors';
import type { Place, SinkPorts } from './sink-ports';
import { RangeWork, type RangeWriter, withRefused, type Written } from './range-writer';
import type { Right, TableFiller } from './table-filler';

/** How a range came to its end after all: nothing was missing, it was stored now, or it was taken out and stored anew. */
export type RecoveryOutcome = 'complete' | 'inserted' | 'repaired' | 'rewritten';

export type Recovered = Written & { readonly outcome: RecoveryOutcome };

/** Brings a range to its end that was begun by whoever had the partition before, and proves it. */
export class RangeRecovery {
  constructor(
    private readonly ports: SinkPorts,
    private readonly filler: TableFiller,
    private readonly writer: RangeWriter,
  ) {}

  /** Finishes what the ledger says was announced; `here` are records in hand, which spare reading them again. */
  async finish(right: Right & { readonly claim: Claim & { readonly pending: PendingRange } }, here: readonly Read[]) {
    const { claim } = right;
    await this.ports.steps.passed('recovery begun');
    const reads = within(here, claim.pending) ?? (await this.readAgain(claim, claim.pending));
    const decision = await decide(this.ports.repeats, claim, reads, claim.pending.from);
    return this.ports.facts.writing(() =>
      isAsAnnounced(decision, claim.pending) ? this.prove(right, decision) : this.rewrite(right, decision),
    );
  }

  /**
   * Rows are stored beyond where the ledger is: it lost its last commits. Its ranges are not known any more, so their tokens
   * are not either; what proves complete stays, anything else is stored anew.
   */
  async adopt(right: Right, last: bigint): Promise<Recovered> {
    const { claim } = right;
    await this.ports.steps.passed('recovery begun');
    const from = claim.nextOffset;
    const most = from + this.writer.limits.offsets - 1n;
    const records = await this.read(() =>
      this.ports.log.readSome({ topic: claim.topic, partition: claim.part, from, to: last < most ? last : most }),
    );
    const decision = await decide(this.ports.repeats, claim, await inTurns(records, readRecord), from);
    await this.assertSameTopic(decision);
    return this.ports.facts.writing(async () => {
      const opened = { ...right, claim: await this.writer.open(claim, decision) };
      await this.ports.steps.passed('intended');
      for (const table of TABLES) await this.filler.note(table, decision.span, decision.toStore, 'ledger_rolled_back');
      return this.replaceUnproven(opened, decision, 'complete');
    });
  }

  async readAgain({ topic, part }: Place, { from, to }: OffsetRange): Promise<Read[]> {
    return inTurns(await this.read(() => this.ports.log.read({ topic, partition: part, from, to })), readRecord);
  }

  async read(question: () => Promise<Received[]>): Promise<Received[]> {
    try {
      return await question();
    } catch (error) {
      if (error instanceof RangeExpired) throw new LedgerGap(error.range.topic, error.range.partition, error.range);
      if (!(error instanceof RangeBeyondEnd)) throw error;
      throw new TopicRecreated(error.range.topic, error.range.partition, `it ends at ${error.high}`);
    }
  }

  /** Offsets are stored with the hash of their record: another record under the same offset is another topic's. */
  async assertSameTopic({ span, toStore }: Decision): Promise<void> {
    const stored = await this.ports.facts.stored(span);
    // Rows of before hashes were kept have none.
    const isOther = ({ offset, hash }: Candidate) => ![undefined, 0n, hash].includes(stored.get(offset));
    const other = toStore.find(isOther);
    if (other !== undefined) {
      throw new TopicRecreated(span.topic, span.part, `offset ${other.offset} holds another record than is stored`);
    }
  }

  private async prove(right: Right, decision: Decision): Promise<Recovered> {
    const { span, toStore } = decision;
    const work = new RangeWork(this.ports, this.filler, right, span, toStore);
    let outcome: RecoveryOutcome = 'complete';
    for (const table of TABLES) {
      if (!work.concerns(table)) continue;
      await work.passBetween();
      const { refused, how } = await this.proveTable(right, table, decision, work);
      outcome = worse(outcome, how);
      await work.finished(table, refused);
    }
    return this.confirm(right, decision, work.refused, outcome);
  }

  private async proveTable(right: Right, table: FactTable, { span }: Decision, { candidates }: RangeWork) {
    const found = await this.ports.facts.sum(table, span);
    const complete = isSame(found, sumOf(candidates, table));
    if (complete && found.rows > 0 && !(await this.ports.facts.remembersToken(table, span))) {
      // The same token would be taken for a new one: whether views got all rows cannot be told any more.
      await this.filler.note(table, span, candidates, 'views_unproven');
      return { refused: new Set<bigint>(), how: 'complete' as const };
    }
    // Also where all rows are there: an insert that failed in a view left it empty, and the same token fills it.
    const refused = await this.filler.fill(right, table, candidates, tokenOf(table, span));
    const left = without(candidates, refused);
    if (await this.filler.holds(table, span, left)) {
      return { refused, how: complete ? ('complete' as const) : ('inserted' as const) };
    }
    const refusedAgain = await this.filler.repair(right, table, span, left);
    return { refused: new Set([...refused, ...refusedAgain]), how: 'repaired' as const };
  }

  /** What is decided now is not what was announced, by another version of the code say: its tokens stand for other rows. */
  private async rewrite(right: Right, decision: Decision): Promise<Recovered> {
    await this.assertSameTopic(decision);
    return this.replaceUnproven(right, decision, 'rewritten');
  }

  private async replaceUnproven(right: Right, decision: Decision, outcome: RecoveryOutcome): Promise<Recovered> {
    const { span, toStore } = decision;
    const work = new RangeWork(this.ports, this.filler, right, span, toStore);
    let how = outcome;
    for (const table of TABLES) {
      await work.passBetween();
      if (await this.filler.holds(table, span, work.candidates)) continue;
      how = worse(how, 'repaired');
      await work.finished(table, await this.filler.repair(right, table, span, work.candidates));
    }
    return this.confirm(right, decision, work.refused, how);
  }

  private async confirm(
    { claim }: Right,
    decision: Decision,
    refused: ReadonlySet<bigint>,
    outcome: RecoveryOutcome,
  ): Promise<Recovered> {
    await this.ports.steps.passed('inserted');
    const confirmed = await this.ports.ledger.confirm(claim);
    await this.ports.steps.passed('confirmed');
    return { claim: confirmed, outcomes: withRefused(decision, refused), outcome };
  }
}

const isAsAnnounced = ({ toStore }: Decision, pending: PendingRange): boolean =>
  pending.xformVersion === TRANSFORM_VERSION && pending.rows === toStore.length && pending.xor === xorOfAll(toStore);

/** The records of the range, if all of them are in hand. */
function within(here: readonly Read[], { from, to }: OffsetRange): Read[] | undefined {
  const first = here[0]?.offset;
  const last = here.at(-1)?.offset;
  if (first === undefined || last === undefined || first > from || last < to) return undefined;
  return here.filter(({ offset }) => offset >= from && offset <= to);
}

const ORDER: readonly RecoveryOutcome[] = ['complete', 'inserted', 'repaired', 'rewritten'];
const worse = (a: RecoveryOutcome, b: RecoveryOutcome): RecoveryOutcome =>
  ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
