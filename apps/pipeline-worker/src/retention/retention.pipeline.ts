import { createHash } from 'node:crypto';
import { isOutlived, monthsBefore } from '@analytics/domain';
import { LakeCatalogue, type LakeFile, type PipelineRunResult, PipelineRunsStore } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable } from '@nestjs/common';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Pipeline, type RunContext } from '../runs/pipeline';
import { UNLINK_IDENTITY } from '../unlinking/unlink-identity.parameters';

const FILES_AT_A_TIME = 500;
const DAY_MS = 86_400_000;

export class RetentionParameters {
  /** Whether only to say what would be removed. */
  @IsBoolean()
  readonly dry_run: boolean = true;

  /** For how many months the log of runs is kept. */
  @IsInt()
  @Min(1)
  @Max(120)
  readonly log_months: number = 25;
}

/**
 * Takes out of the lake what has outlived its class; the warehouse does the same by itself. First the manifest forgets a file, so
 * that nobody reads it, then the object goes; what a killed worker left of objects the next run finds in the manifest.
 */
@Injectable()
export class RetentionPipeline extends Pipeline<RetentionParameters> {
  readonly name = 'retention';
  readonly version = 'retention-1';
  readonly parameters = RetentionParameters;

  constructor(
    private readonly lake: LakeCatalogue,
    private readonly store: LakeStore,
    private readonly runs: PipelineRunsStore,
  ) {
    super();
  }

  async run({ run, parameters, signal, log }: RunContext<RetentionParameters>): Promise<PipelineRunResult> {
    const now = run.requestedAt;
    const files: LakeFile[] = [];
    for await (const file of this.lake.committed()) {
      signal.throwIfAborted();
      if (isOutlived(file.eventType, file.hour, now)) files.push(file);
    }
    const [rows, bytes] = [sum(files, ({ rows: each }) => each), sum(files, ({ bytes: each }) => each)];
    const what = `${files.length} files, ${rows} rows, ${bytes} bytes`;
    log(parameters.dry_run ? `would remove ${what}` : `removes ${what}`);
    if (!parameters.dry_run) {
      await this.remove(files, signal);
      log(
        `${await this.runs.forget(monthsBefore(now, parameters.log_months), [UNLINK_IDENTITY])} old runs left the log`,
      );
    }
    const outputHash = createHash('sha256')
      .update(files.map(({ key }) => key).join('\n'))
      .digest('hex');
    return { inputManifest: { files: files.length, rows, bytes, now }, outputHash, processedRecords: rows };
  }

  private async remove(files: readonly LakeFile[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < files.length; at += FILES_AT_A_TIME) {
      signal.throwIfAborted();
      await this.lake.remove(files.slice(at, at + FILES_AT_A_TIME).map(({ key }) => key));
    }
    const removed = await this.lake.removed(new Date(Date.now() - 7 * DAY_MS));
    for (let at = 0; at < removed.length; at += FILES_AT_A_TIME) {
      signal.throwIfAborted();
      await this.store.delete(...removed.slice(at, at + FILES_AT_A_TIME));
    }
  }
}

const sum = (files: readonly LakeFile[], pick: (file: LakeFile) => number): number =>
  files.reduce((total, file) => total + pick(file), 0);
