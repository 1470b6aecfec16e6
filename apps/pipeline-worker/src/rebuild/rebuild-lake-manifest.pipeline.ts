import { createHash } from 'node:crypto';
import { LAKE_MANIFEST_PREFIX, type LakeBatchCopy, ManifestCopyBroken, readLakeManifest } from '@analytics/domain';
import { LakeRestore, type PipelineRunResult } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable } from '@nestjs/common';
import { NoParameters, Pipeline, type RunContext } from '../runs/pipeline';

const LARGEST_COPY_BYTES = 16 * 1024 * 1024;

/** The way back when PostgreSQL is lost: which files of the lake count is read from the copies that stand beside them. */
@Injectable()
export class RebuildLakeManifestPipeline extends Pipeline<NoParameters> {
  readonly name = 'rebuild-lake-manifest';
  readonly version = 'rebuild-lake-manifest-1';
  readonly parameters = NoParameters;

  constructor(
    private readonly store: LakeStore,
    private readonly manifest: LakeRestore,
  ) {
    super();
  }

  async run({ signal, log }: RunContext<NoParameters>): Promise<PipelineRunResult> {
    const hash = createHash('sha256');
    let [copies, restored, rows] = [0, 0, 0];
    for await (const { key } of this.store.list({ prefix: LAKE_MANIFEST_PREFIX })) {
      signal.throwIfAborted();
      const text = (await this.store.getBytes(key, LARGEST_COPY_BYTES)).toString('utf8');
      const batch = readLakeManifest(key, text);
      await this.assertThere(key, batch);
      if (await this.manifest.restore(batch)) restored += 1;
      hash.update(text);
      copies += 1;
      rows += batch.rows;
    }
    log(`${copies} copies, ${restored} batches written anew`);
    return { inputManifest: { copies }, outputHash: hash.digest('hex'), processedRecords: rows };
  }

  /** A batch counts with all its files or not at all. */
  private async assertThere(key: string, { files }: LakeBatchCopy): Promise<void> {
    for (const file of files) {
      const found = await this.store.head(file.key);
      if (found?.bytes !== file.bytes) throw new ManifestCopyBroken(key, `names ${file.key}, which is not there whole`);
    }
  }
}
