import { firstGap, Unavailable } from '@analytics/domain';
import { kept, type Outcome, type Received } from '@analytics/infra-kafka';
import type { Claim, PendingRange } from '@analytics/infra-postgres';
import { inTurns } from '@analytics/service-kit';
import { type Read, readRecord } from './candidate';
import { candidatesOf, decide, refusedByWarehouse } from './decision';
import { RangeRecovery, type Recovered, type RecoveryOutcome } from './range-recovery';
import { type Written, RangeWriter } from './range-writer';
import { LedgerGap, TopicRecreated } from './sink-errors';
import type { Place, SinkLimits, SinkPorts } from './sink-ports';
import { splitReads } from './split-reads';
import { TableFiller } from './table-filler';

export const WAREHOUSE_SINK = 'warehouse';

interface Held {
  readonly claim: Claim;
  /** Of the assignment in which the claim was made: another one means that somebody else may have written meanwhile. */
  readonly signal: AbortSignal;
}

/** Told what happened, for metrics and logs. */
export interface SinkWatch {
  stored(outcomes: ReadonlyMap<bigint, Outcome>, seconds: number): void;
  recovered(place: Place, outcome: RecoveryOutcome | 'ledger_rolled_back' | 'gap_filled', records: number): void;
  /** Records that the ledger says are stored, and nothing in the warehouse explains. */
  unexplained(place: Place, records: number): void;
}

/**
 * Kafka's batches into the warehouse, each offset exactly once. How far it has come is said by the ledger; the group's offset
 * is only a hint where to begin reading.
 */
export class RangeSink {
  private readonly held = new Map<string, Held>();
  private readonly filler: TableFiller;
  private readonly writer: RangeWriter;
  private readonly recovery: RangeRecovery;

  constructor(
    private readonly ports: SinkPorts,
    private readonly limits: SinkLimits,
    private readonly watch: SinkWatch,
  ) {
    this.filler = new TableFiller(ports, limits);
    this.writer = new RangeWriter(ports, this.filler, limits);
    this.recovery = new RangeRecovery(ports, this.filler, this.writer);
  }

  /** Whatever is thrown, the ledger knows what was reached: the next try asks it. */
  async take(batch: readonly Received[], place: Place, signal: AbortSignal): Promise<Outcome[]> {
    const key = `${place.topic}/${place.part}`;
    // To claim a partition that was lost meanwhile would take it from its new owner.
    if (signal.aborted) throw new Unavailable(`${key}, which is another consumer's now,`);
    try {
      const reads = await inTurns(batch, readRecord);
      const held = this.held.get(key);
      const claim = held?.signal === signal ? held.claim : await this.begin(place, reads, signal);
      const outcomes = new Map<bigint, Outcome>();
      this.held.set(key, { claim: await this.storeAll(claim, reads, signal, outcomes), signal });
      return batch.map(({ offset }) => outcomes.get(offset)!);
    } catch (error) {
      this.held.delete(key);
      throw error;
    }
  }

  /** Where each partition in hand has come to. */
  positions(): { readonly place: Place; readonly nextOffset: bigint }[] {
    return [...this.held.values()]
      .filter(({ signal }) => !signal.aborted)
      .map(({ claim: { topic, part, nextOffset } }) => ({ place: { topic, part }, nextOffset }));
  }

  /** Takes the partition over and leaves nothing behind that somebody else began. */
  private async begin(place: Place, reads: readonly Read[], signal: AbortSignal): Promise<Claim> {
    let claim = await this.ports.ledger.claim({ sink: WAREHOUSE_SINK, ...place }, reads[0]!.offset);
    const { high } = await this.ports.log.watermarks(place.topic, place.part);
    const reached = claim.pending === undefined ? claim.nextOffset : claim.pending.to + 1n;
    if (reached > high) throw new TopicRecreated(place.topic, place.part, `it ends at ${high}, before ${reached}`);
    if (hasPending(claim)) {
      claim = this.recovered(place, claim, await this.recovery.finish({ claim, signal }, reads)).claim;
    }
    for (;;) {
      const last = await this.ports.facts.lastOffset(place, claim.nextOffset);
      if (last === undefined) return claim;
      const adopted = await this.recovery.adopt({ claim, signal }, last);
      this.watch.recovered(place, 'ledger_rolled_back', Number(adopted.claim.nextOffset - claim.nextOffset));
      claim = adopted.claim;
    }
  }

  private recovered(place: Place, before: Claim, recovered: Recovered): Written {
    this.watch.recovered(place, recovered.outcome, Number(recovered.claim.nextOffset - before.nextOffset));
    return recovered;
  }

  private async storeAll(
    claim: Claim,
    reads: readonly Read[],
    signal: AbortSignal,
    outcomes: Map<bigint, Outcome>,
  ): Promise<Claim> {
    const older = reads.filter(({ offset }) => offset < claim.nextOffset);
    if (older.length > 0) await this.tell(claim, older, outcomes);
    const rest = reads.slice(older.length);
    if (rest.length === 0) return claim;
    let at = await this.closeGap(claim, rest[0]!.offset, signal);
    this.assertNothingMissing(at, rest);
    for (const part of splitReads(rest, this.limits)) at = await this.store(at, part, signal, outcomes);
    return at;
  }

  private async store(claim: Claim, part: readonly Read[], signal: AbortSignal, outcomes: Map<bigint, Outcome>) {
    const began = performance.now();
    const written = await this.writer.write({ claim, signal }, part);
    for (const [offset, outcome] of written.outcomes) outcomes.set(offset, outcome);
    this.watch.stored(written.outcomes, (performance.now() - began) / 1_000);
    return written.claim;
  }

  /** The batch begins behind where the ledger is: what lies between was never stored, and Kafka is asked for it. */
  private async closeGap(claim: Claim, first: bigint, signal: AbortSignal): Promise<Claim> {
    let at = claim;
    while (at.nextOffset < first) {
      const most = at.nextOffset + this.limits.offsets;
      const range = {
        topic: at.topic,
        partition: at.part,
        from: at.nextOffset,
        to: (first < most ? first : most) - 1n,
      };
      const records = await this.recovery.read(() => this.ports.log.readSome(range));
      const reads = await inTurns(records, readRecord);
      this.assertNothingMissing(at, reads);
      this.watch.recovered(at, 'gap_filled', reads.length);
      for (const part of splitReads(reads, this.limits)) at = await this.storeUnheard(at, part, records, signal);
    }
    return at;
  }

  /** The runner will never ask about these: their dead letters are written here, before the ledger goes on. */
  private async storeUnheard(claim: Claim, part: readonly Read[], records: readonly Received[], signal: AbortSignal) {
    const { outcomes: decided } = await decide(this.ports.repeats, claim, part, claim.nextOffset);
    await this.ports.letters.send(lettersOf(records, decided));
    const outcomes = new Map<bigint, Outcome>();
    const next = await this.store(claim, part, signal, outcomes);
    const refusedLater = [...outcomes].filter(([offset]) => decided.get(offset)?.status === 'kept');
    await this.ports.letters.send(lettersOf(records, new Map(refusedLater)));
    return next;
  }

  private assertNothingMissing({ topic, part, nextOffset }: Claim, reads: readonly Read[]): void {
    const gap = firstGap(
      nextOffset,
      reads.map(({ offset }) => offset),
    );
    if (gap !== undefined) throw new LedgerGap(topic, part, gap);
  }

  /**
   * Records that were settled before, whose answer the runner may not have heard: what is stored was kept, and what is not
   * was left out for the reason that holds now as then.
   */
  private async tell(place: Place, older: readonly Read[], outcomes: Map<bigint, Outcome>): Promise<void> {
    const decision = await decide(this.ports.repeats, place, older);
    await this.recovery.assertSameTopic({ ...decision, toStore: candidatesOf(older) });
    const stored = await this.ports.facts.stored(decision.span);
    const unexplained = decision.toStore.filter(({ offset }) => !stored.has(offset));
    // A few are events the warehouse refused; many are none: there are no dead letters for what merely vanished.
    const few = unexplained.length <= this.limits.refused;
    if (!few) this.watch.unexplained(place, unexplained.length);
    const refused = new Map(
      few ? unexplained.map((candidate) => [candidate.offset, refusedByWarehouse(candidate)]) : [],
    );
    for (const { offset } of older) {
      outcomes.set(offset, stored.has(offset) ? kept : (refused.get(offset) ?? decision.outcomes.get(offset)!));
    }
  }
}

const lettersOf = (records: readonly Received[], outcomes: ReadonlyMap<bigint, Outcome>) =>
  records.flatMap((record) => {
    const outcome = outcomes.get(record.offset);
    return outcome?.status === 'rejected' ? [{ record, letter: outcome.deadLetter }] : [];
  });

const hasPending = (claim: Claim): claim is Claim & { readonly pending: PendingRange } => claim.pending !== undefined;
