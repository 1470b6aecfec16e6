import type { FactTable, OffsetRange } from '@analytics/domain';
import { RangeBeyondEnd, RangeExpired, type Received } from '@analytics/infra-kafka';
import type { Claim, PendingRange } from '@analytics/infra-postgres';
import { inTurns } from '@analytics/service-kit';
import { type Candidate, type Read, readRecord } from './candidate';
import { decide, type Decision } from './decision';
import { isSame, sumOf, TABLES, tokenOf, TRANSFORM_VERSION, without, xorOfAll } from './range-rows';
import { LedgerGap, TopicRecreated } from './sink-errors';
import type { Place, SinkPorts, Span } from './sink-ports';
import { RangeWork, type RangeWriter, withRefused, type Written } from './range-writer';
import type { DirtyReason, Right, TableFiller } from './table-filler';

/** How a range came to its end after all: nothing was missing, it was stored now, or it was taken out and stored anew. */
export type RecoveryOutcome = 'complete' | 'inserted' | 'repaired' | 'rewritten';

export type Recovered = Written & { readonly outcome: RecoveryOutcome };

type PendingRight = Right & { readonly claim: Claim & { readonly pending: PendingRange } };

interface Proved {
  readonly refused: ReadonlySet<bigint>;
  readonly how: RecoveryOutcome;
}
const COMPLETE: Proved = { refused: new Set(), how: 'complete' };

/** Brings a range to its end that was begun by whoever had the partition before, and proves it. */
export class RangeRecovery {
  constructor(
    private readonly ports: SinkPorts,
    private readonly filler: TableFiller,
    private readonly writer: RangeWriter,
  ) {}

  /** Finishes what the ledger says was announced; `here` are records in hand, which spare reading them again. */
  async finish(right: PendingRight, here: readonly Read[]) {
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
      return this.replaceUnproven(opened, decision, 'ledger_rolled_back', 'complete');
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

  private async prove(right: PendingRight, decision: Decision): Promise<Recovered> {
    const { span, toStore } = decision;
    const work = new RangeWork(this.ports, this.filler, right, span, toStore);
    // A server that ended meanwhile may know a token and not its rows, or rows and not their token: it writes the one, then the other.
    const restarted = await this.ports.facts.startedSince(right.claim.pending.openedAt);
    let outcome: RecoveryOutcome = 'complete';
    for (const table of TABLES) {
      if (!work.concerns(table)) continue;
      await work.passBetween();
      const { refused, how } = await this.proveTable(right, table, decision, work, restarted);
      outcome = worse(outcome, how);
      await work.finished(table, refused);
    }
    return this.confirm(right, decision, work.refused, outcome);
  }

  private async proveTable(
    right: Right,
    table: FactTable,
    { span }: Decision,
    { candidates }: RangeWork,
    restarted: boolean,
  ): Promise<Proved> {
    const { facts } = this.ports;
    const found = await facts.sum(table, span);
    const complete = isSame(found, sumOf(candidates, table));
    const forgotten = complete && found.rows > 0 && !(await facts.remembersToken(table, span));
    if (restarted || forgotten) await this.filler.note(table, span, candidates, 'views_unproven');
    // A forgotten token would be taken for a new one. Any other is sent also where all rows are there: an insert that failed in a
    // view left it empty, and the same token fills it.
    const proved = forgotten ? COMPLETE : await this.fillOrRepair(right, table, span, candidates, complete);
    // Of whatever try before this one the views missed something: the rows are all there now.
    await facts.copyAgain(table, span);
    return proved;
  }

  private async fillOrRepair(
    right: Right,
    table: FactTable,
    span: Span,
    candidates: readonly Candidate[],
    complete: boolean,
  ): Promise<Proved> {
    const refused = await this.filler.fill(right, table, candidates, tokenOf(table, span));
    const left = without(candidates, refused);
    if (await this.filler.holds(table, span, left)) return { refused, how: complete ? 'complete' : 'inserted' };
    const refusedAgain = await this.filler.repair(right, table, span, left);
    return { refused: new Set([...refused, ...refusedAgain]), how: 'repaired' };
  }

  /** What is decided now is not what was announced, by another version of the code say: its tokens stand for other rows. */
  private async rewrite(right: Right, decision: Decision): Promise<Recovered> {
    await this.assertSameTopic(decision);
    return this.replaceUnproven(right, decision, 'views_unproven', 'rewritten');
  }

  /** Tokens tell nothing here: what the views have of the rows is unknown in any case. */
  private async replaceUnproven(
    right: Right,
    decision: Decision,
    reason: DirtyReason,
    outcome: RecoveryOutcome,
  ): Promise<Recovered> {
    const { span, toStore } = decision;
    for (const table of TABLES) await this.filler.note(table, span, toStore, reason);
    const work = new RangeWork(this.ports, this.filler, right, span, toStore);
    let how = outcome;
    for (const table of TABLES) {
      await work.passBetween();
      if (!(await this.filler.holds(table, span, work.candidates))) {
        how = worse(how, 'repaired');
        await work.finished(table, await this.filler.repair(right, table, span, work.candidates));
      }
      await this.ports.facts.copyAgain(table, span);
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
