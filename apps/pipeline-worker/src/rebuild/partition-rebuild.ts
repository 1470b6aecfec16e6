import { LakeCatalogue, type RebuildProgress, RebuildProgressStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { FactWriter } from '../facts/fact-writer';
import { type LakeEvent, LakeReader } from '../lake/lake-reader';
import type { RunContext } from '../runs/pipeline';
import { FirstOfEach } from './first-of-each';
import { rebuiltEvents } from './rebuild.metrics';
import type { RebuildWarehouseParameters } from './rebuild-warehouse.parameters';
import { unitsOf } from './rebuild-units';

type Context = RunContext<RebuildWarehouseParameters>;

/** Widest and narrowest instants of what was stored. */
export interface Stretch {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Puts one partition of the lake into the warehouse in the order of its offsets, chunk by chunk. */
@Injectable()
export class PartitionRebuild {
  constructor(
    private readonly catalogue: LakeCatalogue,
    private readonly lake: LakeReader,
    private readonly firstOfEach: FirstOfEach,
    private readonly facts: FactWriter,
    private readonly progress: RebuildProgressStore,
  ) {}

  /** Goes on from where the progress says; what it returns is where it came to. */
  async run(progress: RebuildProgress, context: Context): Promise<RebuildProgress> {
    let reached = progress;
    for await (const unit of unitsOf(this.batches(progress))) {
      if (unit.to < reached.nextOffset) continue;
      let chunk: LakeEvent[] = [];
      for await (const event of this.lake.inOrder(unit.keys, context.signal)) {
        if (event.lineage.offset < reached.nextOffset || event.lineage.offset >= progress.endOffset) continue;
        chunk.push(event);
        if (chunk.length < context.parameters.chunk_rows) continue;
        reached = await this.store(chunk, chunk.at(-1)!.lineage.offset + 1n, reached, context);
        chunk = [];
      }
      const end = unit.to + 1n < progress.endOffset ? unit.to + 1n : progress.endOffset;
      reached = await this.store(chunk, end, reached, context);
    }
    return reached;
  }

  private async *batches({ topic, part, endOffset }: RebuildProgress) {
    for await (const batch of this.catalogue.batches({ after: [topic, part, -1n] })) {
      if (batch.topic !== topic || batch.part !== part || batch.from >= endOffset) return;
      yield batch;
    }
  }

  private async store(
    chunk: readonly LakeEvent[],
    nextOffset: bigint,
    reached: RebuildProgress,
    { run, signal }: Context,
  ): Promise<RebuildProgress> {
    const { topic, part, readRows } = reached;
    let stored = 0;
    if (chunk.length > 0) {
      const first = await this.firstOfEach.of(chunk, signal);
      const range = `${chunk[0]!.lineage.offset}-${chunk.at(-1)!.lineage.offset}`;
      stored = await this.facts.insert(first, `rebuild:${run.id}:${topic}:${part}:${range}`, signal);
      rebuiltEvents.inc(stored);
    }
    const storedEvents = reached.storedEvents + stored;
    const next = { ...reached, nextOffset, readRows: readRows + chunk.length, storedEvents };
    await this.progress.save(run, next);
    return next;
  }
}
