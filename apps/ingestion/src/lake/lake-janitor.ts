import { batchNameIn, LAKE_FILES_PREFIX, lakeBatchName } from '@analytics/domain';
import { LakeCatalogue, Postgres } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { lakeManifestGaps, lakeOrphansRemoved } from './lake.metrics';
import { LakeConfig } from './lake.config';
import { LakeCopies } from './lake-copies';

const KEYS_AT_A_TIME = 1_000;

export interface Tidied {
  readonly copied: number;
  readonly orphans: number;
  readonly uploads: number;
  readonly gaps: number;
}

/** Housekeeping of the lake, by one process at a time: copies that are due, files nobody names, uploads nobody finished. */
@Injectable()
export class LakeJanitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LakeJanitor.name);
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly config: LakeConfig,
    private readonly postgres: Postgres,
    private readonly catalogue: LakeCatalogue,
    private readonly copies: LakeCopies,
    private readonly store: LakeStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), this.config.tidyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Undefined while another process is at it. */
  async tidy(now: Date): Promise<Tidied | undefined> {
    const result = await this.postgres.tryLock('lake-janitor', async () => {
      let copied = 0;
      for (let more = await this.copies.make(); more > 0; more = await this.copies.make()) copied += more;
      const before = new Date(now.getTime() - this.config.orphanMs);
      const orphans = await this.removeOrphans(before);
      const uploads = await this.store.abortUploads(before);
      const gaps = (await this.catalogue.gaps()).length;
      lakeManifestGaps.set(gaps);
      return { copied, orphans, uploads, gaps };
    });
    return result.held ? result.value : undefined;
  }

  private async run(): Promise<void> {
    try {
      const tidied = await this.tidy(new Date());
      if (tidied !== undefined && tidied.gaps > 0) {
        this.logger.error({ msg: 'the manifest of the lake has gaps', ...tidied });
      }
    } catch (error) {
      this.logger.warn({ msg: 'the lake was not tidied, the next run makes up for it', err: error });
    }
  }

  private async removeOrphans(before: Date): Promise<number> {
    let removed = 0;
    let old: string[] = [];
    for await (const { key, modifiedAt } of this.store.list({ prefix: LAKE_FILES_PREFIX })) {
      if (modifiedAt >= before) continue;
      old.push(key);
      if (old.length < KEYS_AT_A_TIME) continue;
      removed += await this.removeUnnamed(old);
      old = [];
    }
    return removed + (await this.removeUnnamed(old));
  }

  /** A batch that waits for its commit since long, S3 or PostgreSQL being away, keeps its files. */
  private async removeUnnamed(keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    // Asked first: a batch that is committed in between is named when the names are asked for.
    const waiting = new Set((await this.catalogue.pending()).map(lakeBatchName));
    const orphans = (await this.catalogue.unnamed(keys)).filter((key) => !waiting.has(batchNameIn(key) ?? ''));
    await this.store.delete(...orphans);
    lakeOrphansRemoved.inc(orphans.length);
    if (orphans.length > 0) {
      this.logger.log({ msg: 'files were removed that no manifest names', count: orphans.length });
    }
    return orphans.length;
  }
}
