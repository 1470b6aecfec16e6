import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lakeQuarantineKey } from '@analytics/domain';
import type { NewLakeFile } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LakeFileConflict } from './lake-errors';
import { lakeConflicts } from './lake.metrics';
import { LakeConfig } from './lake.config';
import { LakeSteps } from './lake-steps';
import type { LakeRow } from './parquet/lake-row';
import { type FileFacts, ParquetFiles } from './parquet/parquet-files';

export interface FileToStore extends FileFacts {
  readonly key: string;
  readonly from: readonly LakeRow[];
}

const PARQUET = { contentType: 'application/vnd.apache.parquet' };
const OF_PROCESS = /^(\d+)-/;

/** Makes a file in a folder of its own and stores it once: whoever was first under the key must have stored the same rows. */
@Injectable()
export class LakeFiles implements OnModuleInit {
  constructor(
    private readonly config: LakeConfig,
    private readonly parquet: ParquetFiles,
    private readonly store: LakeStore,
    private readonly steps: LakeSteps,
  ) {}

  /** What processes that were killed left behind. */
  async onModuleInit(): Promise<void> {
    await mkdir(this.config.folder, { recursive: true });
    for (const name of await readdir(this.config.folder)) {
      const pid = Number(OF_PROCESS.exec(name)?.[1]);
      if (pid > 0 && !isAlive(pid)) await rm(path.join(this.config.folder, name), { recursive: true, force: true });
    }
  }

  async put(file: FileToStore): Promise<Pick<NewLakeFile, 'sha256' | 'bytes'>> {
    return this.inFolder(async (folder) => {
      const place = path.join(folder, 'file.parquet');
      await this.parquet.write(place, file.from, file);
      const body = await readFile(place);
      const putting = this.store.putOnce(file.key, body, PARQUET);
      this.steps.passed('file being put');
      const outcome = await putting;
      if (outcome.status === 'stored') return { sha256: outcome.sha256, bytes: outcome.bytes };
      const sha256 = createHash('sha256').update(body).digest('hex');
      if (outcome.same) return { sha256, bytes: body.length };
      return this.compared(file, body, path.join(folder, 'there.parquet'));
    });
  }

  /** Another version of the library writes other bytes for the same rows; other rows are a fault that people have to see. */
  private async compared(
    file: FileToStore,
    body: Buffer,
    place: string,
  ): Promise<Pick<NewLakeFile, 'sha256' | 'bytes'>> {
    const there = await this.store.getBytes(file.key, this.config.batchBytes * 2);
    await writeFile(place, there);
    const facts = await this.parquet.factsOf(place);
    if (facts?.rows === file.rows && facts.xor === file.xor) {
      return { sha256: createHash('sha256').update(there).digest('hex'), bytes: there.length };
    }
    lakeConflicts.inc();
    const quarantine = lakeQuarantineKey(file.key);
    await this.store.putOnce(quarantine, body, PARQUET);
    throw new LakeFileConflict(file.key, quarantine);
  }

  private async inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    await mkdir(this.config.folder, { recursive: true });
    const folder = await mkdtemp(path.join(this.config.folder, `${process.pid}-`));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
