import { foldLive, isLive, Unavailable } from '@analytics/domain';
import type { BatchContext, Outcome, Received } from '@analytics/infra-kafka';
import { type LiveAnswer, LiveStore } from '@analytics/infra-redis';
import { Injectable } from '@nestjs/common';
import { LiveConfig } from './live.config';
import { liveBatches, liveEvents } from './live.metrics';
import { LiveRebuilding } from './live-rebuilding';
import { type LiveRecord, readBatch } from './read-batch';
import { RecentIdentities } from './recent-identities';

const REMEMBERED = 200_000;
/** How long a batch waits for numbers that are being made anew before it is tried again as a whole. */
const PATIENCE_MS = 5_000;

interface Range {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** Adds batches to the live numbers, each record once, each identity once. */
@Injectable()
export class LiveService {
  private readonly recent = new RecentIdentities(REMEMBERED);

  constructor(
    private readonly store: LiveStore,
    private readonly rebuilding: LiveRebuilding,
    private readonly config: LiveConfig,
  ) {}

  async take(batch: readonly Received[], { partition, signal }: BatchContext): Promise<Outcome[]> {
    const { records, outcomes } = readBatch(batch);
    const last = batch.at(-1)!;
    let range = { partition, from: batch[0]!.offset, to: last.offset };
    const placeOf = ({ offset }: LiveRecord): string => `${partition}/${offset}`;
    let open = this.once(records, placeOf);
    for (;;) {
      signal.throwIfAborted();
      const nowMs = Date.now();
      const live = open.filter((record) => isLive(record, Math.floor(nowMs / 1_000)));
      const answer = await this.add(live, range, { nowMs, lagging: nowMs - last.timestampMs > this.config.lagMs });
      liveBatches.inc({ answer: answer.kind });
      if (answer.kind === 'applied') {
        for (const record of live) this.recent.add(record.identity, placeOf(record));
        this.count({ read: batch.length, valid: records.length, open: open.length, counted: live.length });
        return [...outcomes];
      }
      if (answer.kind === 'known') {
        liveEvents.inc({ result: 'known' }, batch.length);
        return [...outcomes];
      }
      if (answer.kind === 'overlap') {
        range = { ...range, from: answer.offset + 1n };
        open = open.filter(({ offset }) => offset > answer.offset);
      } else if (answer.kind === 'seen') {
        const repeated = new Set(answer.places.map((place) => live[place]));
        open = open.filter((record) => !repeated.has(record));
      } else {
        await this.untilReady();
      }
    }
  }

  private add(
    live: readonly LiveRecord[],
    range: Range,
    { nowMs, lagging }: { readonly nowMs: number; readonly lagging: boolean },
  ): Promise<LiveAnswer> {
    const second = Math.floor(nowMs / 1_000);
    const identities = live.map(({ identity }) => identity);
    return this.store.add({ ...range, delta: foldLive(live, second), identities, lagging }, second, this.config);
  }

  /** Of records with one identity the first; none that this process has counted from another record. */
  private once(records: readonly LiveRecord[], placeOf: (record: LiveRecord) => string): LiveRecord[] {
    const here = new Set<string>();
    return records.filter((record) => {
      const { identity } = record;
      if (here.has(identity) || this.recent.repeats(identity, placeOf(record))) return false;
      here.add(identity);
      return true;
    });
  }

  private async untilReady(): Promise<void> {
    const ready = await this.rebuilding.ready(PATIENCE_MS);
    if (!ready) throw new Unavailable('the past of the live numbers');
  }

  private count(found: { read: number; valid: number; open: number; counted: number }): void {
    const { read, valid, open, counted } = found;
    liveEvents.inc({ result: 'refused' }, read - valid);
    liveEvents.inc({ result: 'repeated' }, valid - open);
    liveEvents.inc({ result: 'late' }, open - counted);
    liveEvents.inc({ result: 'counted' }, counted);
  }
}
