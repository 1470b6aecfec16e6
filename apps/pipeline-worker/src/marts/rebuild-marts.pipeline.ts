import { createHash } from 'node:crypto';
import { martVersion, MARTS } from '@analytics/domain';
import { ClickHouse, ClickHouseConfig, MartRebuild } from '@analytics/infra-clickhouse';
import { type PipelineRunResult, Postgres, rebuildDoors } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsOptional, Matches } from 'class-validator';
import { Pipeline, type RunContext } from '../runs/pipeline';
import { RunRefused } from '../runs/pipeline-errors';
import { DirtyNotes } from './dirty-months';

export class RebuildMartsParameters {
  /** Months as `YYYY-MM`; all that have anything where none are named. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(120)
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { each: true, message: '$property must be months, for example 2026-11' })
  readonly months?: string[];
}

/** Makes marts anew from facts, month by month, each swapped in whole with a certificate. Run again it ends with the same content. */
@Injectable()
export class RebuildMartsPipeline extends Pipeline<RebuildMartsParameters> {
  readonly name = 'rebuild-marts';
  readonly version = digest(MARTS.map(martVersion)).slice(0, 16);
  readonly parameters = RebuildMartsParameters;
  private readonly marts: MartRebuild;

  constructor(
    clickhouse: ClickHouse,
    postgres: Postgres,
    private readonly notes: DirtyNotes,
    private readonly config: ClickHouseConfig,
  ) {
    super();
    this.marts = new MartRebuild(clickhouse, rebuildDoors(postgres));
  }

  async run({ parameters, signal, log }: RunContext<RebuildMartsParameters>): Promise<PipelineRunResult> {
    // A mart of a cluster lies in parts on its shards, and a partition is swapped on one of them.
    if (this.config.cluster !== '') {
      throw new RunRefused('marts of a cluster cannot be rebuilt yet, see docs/warehouse.md');
    }
    const months = parameters.months?.map((month) => Number(month.replace('-', '')));
    // Noted by now, and what was noted is finished once nobody writes: later notes wait for another run.
    const { ids } = await this.notes.open();
    const certified: string[] = [];
    let processedRecords = 0;
    for (const partition of await this.marts.partitions(months)) {
      signal.throwIfAborted();
      const certificate = await this.marts.rebuild(partition);
      const of = `${partition.mart.name} ${partition.month === 0 ? 'of all months' : partition.month}`;
      if (certificate === undefined) {
        log(`${of}: left as it is, its facts are no longer kept`);
        continue;
      }
      const { rows, content_hash: hash, found_hash: found, input_rows: facts } = certificate;
      log(`${of}: ${rows} rows from ${facts} facts, ${hash === found ? 'as it was' : 'corrected'}`);
      certified.push(`${of} ${hash}`);
      processedRecords += Number(facts);
    }
    await this.notes.settle(ids, months);
    return { inputManifest: { months: parameters.months ?? 'all' }, outputHash: digest(certified), processedRecords };
  }
}

const digest = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');
