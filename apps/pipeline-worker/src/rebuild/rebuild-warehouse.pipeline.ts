import {
  LakeCatalogue,
  type PipelineRunResult,
  type RebuildProgress,
  RebuildProgressStore,
  SinkPositions,
} from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { Pipeline, type RunContext } from '../runs/pipeline';
import { RunRefused } from '../runs/pipeline-errors';
import { FilledWarehouse } from './filled-warehouse';
import { PartitionRebuild } from './partition-rebuild';
import { rebuildRate } from './rebuild.metrics';
import { RebuildWarehouseParameters } from './rebuild-warehouse.parameters';

type Context = RunContext<RebuildWarehouseParameters>;

/** The way back when the warehouse is lost: an empty one is filled from the lake, as the sink had filled it. */
@Injectable()
export class RebuildWarehousePipeline extends Pipeline<RebuildWarehouseParameters> {
  readonly name = 'rebuild-warehouse';
  readonly version = 'rebuild-warehouse-1';
  readonly parameters = RebuildWarehouseParameters;

  constructor(
    private readonly filled: FilledWarehouse,
    private readonly lake: LakeCatalogue,
    private readonly sink: SinkPositions,
    private readonly progress: RebuildProgressStore,
    private readonly partition: PartitionRebuild,
  ) {
    super();
  }

  async run(context: Context): Promise<PipelineRunResult> {
    const { run, signal, log } = context;
    const beganMs = performance.now();
    const known = await this.progress.of(run.id);
    const begun = known.length > 0 ? known : await this.begin(context);
    const before = begun.reduce((sum, { readRows }) => sum + readRows, 0);
    const reached: RebuildProgress[] = [];
    for (const progress of begun) {
      const place = await this.partition.run(progress, context);
      log(
        `${place.topic}/${place.part}: ${place.storedEvents} events of ${place.readRows} rows up to ${place.endOffset}`,
      );
      reached.push(place);
    }
    const read = reached.reduce((sum, { readRows }) => sum + readRows, 0);
    const seconds = (performance.now() - beganMs) / 1000;
    const rate = Math.round((read - before) / seconds);
    rebuildRate.set(rate);
    log(`${read - before} rows of the lake in ${seconds.toFixed(1)} s: ${rate} a second`);
    signal.throwIfAborted();
    log(`derived: ${JSON.stringify(await this.filled.derive(signal))}`);
    const places = reached.map(({ topic, part, endOffset }) => `${topic}/${part}: ${endOffset}`);
    return {
      inputManifest: { places, rows: read },
      outputHash: await this.filled.contentHash(),
      processedRecords: read,
    };
  }

  /** Fixes where every partition ends: up to where the sink is, for it goes on from there itself. */
  private async begin({ run }: Context): Promise<RebuildProgress[]> {
    const sinks = await this.sink.all();
    const begun = (await this.lake.positions()).map(({ topic, part, nextOffset: lakeEnd }) => {
      const sink = sinks.find((each) => each.topic === topic && each.part === part)?.nextOffset ?? lakeEnd;
      const endOffset = sink < lakeEnd ? sink : lakeEnd;
      return { topic, part, nextOffset: 0n, endOffset, readRows: 0, storedEvents: 0 };
    });
    for (const { topic, part, endOffset } of begun) {
      const rows = await this.filled.rowsBefore({ topic, part }, endOffset);
      if (rows === '0') continue;
      throw new RunRefused(`the warehouse holds ${rows} rows of ${topic}/${part}; a rebuild fills an empty one`);
    }
    for (const progress of begun) await this.progress.save(run, progress);
    return begun;
  }
}
