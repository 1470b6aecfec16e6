import { firstGap, type Refusal, Unavailable } from '@analytics/domain';
import { type BatchContext, kept, type Outcome, type Received, rejected } from '@analytics/infra-kafka';
import { type LakeClaim, LakeManifest } from '@analytics/infra-postgres';
import { inTurns } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { LakeBatchWriter } from './lake-batch.writer';
import { LakeGapFound } from './lake-errors';
import { lakeGapsFound } from './lake.metrics';
import { LAKE_ROW_VERSION, type LakeRow, lakeRowOf } from './parquet/lake-row';

interface Held {
  readonly claim: LakeClaim;
  /** Of the assignment in which the claim was made: another one means that somebody else may have written meanwhile. */
  readonly signal: AbortSignal;
}

/**
 * From batches of Kafka to batches of the lake. How far the lake has come is said by its manifest; the group's offset is only
 * a hint where to begin reading.
 */
@Injectable()
export class LakeService {
  private readonly held = new Map<string, Held>();
  private inHand: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly manifest: LakeManifest,
    private readonly writer: LakeBatchWriter,
  ) {}

  /** One batch at a time, so that memory, folder and processor are bounded whatever the number of partitions. */
  take(batch: readonly Received[], context: BatchContext): Promise<Outcome[]> {
    const taken = this.inHand.then(() => this.store(batch, context));
    this.inHand = taken.catch(() => undefined);
    return taken;
  }

  private async store(batch: readonly Received[], context: BatchContext): Promise<Outcome[]> {
    const place = `${context.topic}/${context.partition}`;
    // Waited for its turn and lost the partition meanwhile: to claim it now would take it from its new owner.
    if (context.signal.aborted) throw new Unavailable(`${place}, which is another consumer's now,`);
    const verdicts = await inTurns(batch, lakeRowOf);
    const rows = verdicts.flatMap((verdict) => (verdict.ok ? [verdict.value] : []));
    try {
      let claim = await this.claim(place, batch[0]!.offset, context);
      let rest = batch.map(({ offset }) => offset).filter((offset) => offset >= claim.nextOffset);
      this.assertNothingMissing(claim, rest);
      while (rest.length > 0) {
        const to = endOf(claim, rest.at(-1)!);
        claim = await this.writer.write(claim, { to, rows: between(rows, claim.nextOffset, to) });
        rest = rest.filter((offset) => offset > to);
      }
      this.held.set(place, { claim, signal: context.signal });
    } catch (error) {
      // Whatever was reached, the manifest knows it: the next try asks.
      this.held.delete(place);
      throw error;
    }
    return verdicts.map((verdict) => (verdict.ok ? kept : rejected(letter(verdict.refusal))));
  }

  private async claim(
    place: string,
    firstOffset: bigint,
    { topic, partition, signal }: BatchContext,
  ): Promise<LakeClaim> {
    const held = this.held.get(place);
    if (held?.signal === signal) return held.claim;
    return this.manifest.claim({ topic, part: partition }, firstOffset);
  }

  private assertNothingMissing({ topic, part, nextOffset }: LakeClaim, offsets: readonly bigint[]): void {
    const gap = firstGap(nextOffset, offsets);
    if (gap === undefined) return;
    lakeGapsFound.inc({ topic, partition: part });
    throw new LakeGapFound(topic, part, gap);
  }
}

/** What was announced before and is here again is stored as announced, under the same keys; otherwise all that is here. */
const endOf = ({ pending }: LakeClaim, last: bigint): bigint =>
  pending !== undefined && pending.to <= last ? pending.to : last;

const between = (rows: readonly LakeRow[], from: bigint, to: bigint): LakeRow[] =>
  rows.filter(({ offset }) => offset >= from && offset <= to);

const letter = ({ code, detail, pointer }: Refusal) => ({
  stage: 'lake' as const,
  reason: code,
  message: detail,
  pointer,
  transformVersion: LAKE_ROW_VERSION,
});
