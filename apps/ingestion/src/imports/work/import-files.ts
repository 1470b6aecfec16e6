import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable } from '@nestjs/common';
import { ImportBroken } from '../import-errors';
import { ImportsConfig } from '../imports.config';

export const IMPORTS_PREFIX = 'imports/';
const BODY = 'body';
const VERDICTS = 'verdicts/';
const MEDIA_TYPE = { contentType: 'application/x-ndjson' };

const folderOf = (id: string): string => `${IMPORTS_PREFIX}${id}/`;
/** Sorted as texts they are in the order of the rows. */
const partOf = (id: string, after: number): string =>
  `${folderOf(id)}${VERDICTS}${String(after).padStart(12, '0')}.ndjson`;

/** What an import has on S3: the file as it was sent, until the import is finished, and the verdicts on refused rows. */
@Injectable()
export class ImportFiles {
  constructor(
    private readonly store: LakeStore,
    private readonly config: ImportsConfig,
  ) {}

  put(id: string, chunks: AsyncIterable<Buffer>): Promise<unknown> {
    return this.store.putStream(`${folderOf(id)}${BODY}`, chunks);
  }

  /** The file as it is when it is not compressed. */
  async content(id: string, gzip: boolean): Promise<AsyncIterable<Buffer>> {
    const { body } = await this.store.get(`${folderOf(id)}${BODY}`);
    return gzip ? this.inflated(body) : body;
  }

  /** The file on this machine's disk, for a reader that jumps about in it. */
  async onDisk<T>(id: string, gzip: boolean, work: (file: string) => AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
    await mkdir(this.config.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.config.folder, `${id}-${process.pid}.parquet`);
    const gone = () => rm(file, { force: true });
    try {
      await pipeline(Readable.from(await this.content(id, gzip)), createWriteStream(file, { mode: 0o600 }));
    } catch (error) {
      await gone();
      throw error;
    }
    return (async function* () {
      try {
        yield* work(file);
      } finally {
        await gone();
      }
    })();
  }

  /** Verdicts on rows of one batch; a repeat of the batch writes them anew. */
  async putVerdicts(id: string, after: number, lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.store.put(partOf(id, after), Buffer.from(`${lines.join('\n')}\n`), MEDIA_TYPE);
  }

  /** Of a batch that was begun and not settled. */
  dropVerdicts(id: string, after: number): Promise<void> {
    return this.store.delete(partOf(id, after));
  }

  /** All verdicts on the first rows, in the order of the rows. */
  async *verdicts(id: string, processed: number): AsyncGenerator<Buffer> {
    const end = partOf(id, processed);
    for await (const { key } of this.store.list({ prefix: `${folderOf(id)}${VERDICTS}` })) {
      if (key >= end) return;
      yield* (await this.store.get(key)).body as AsyncIterable<Buffer>;
    }
  }

  removeBody(id: string): Promise<void> {
    return this.store.delete(`${folderOf(id)}${BODY}`);
  }

  async removeAll(id: string): Promise<void> {
    for await (const { key } of this.store.list({ prefix: folderOf(id) })) await this.store.delete(key);
  }

  /** Imports whose file lies there since before that instant. */
  async *bodies(before: Date): AsyncGenerator<string> {
    for await (const { key, modifiedAt } of this.store.list({ prefix: IMPORTS_PREFIX })) {
      const [id = '', name] = key.slice(IMPORTS_PREFIX.length).split('/');
      if (name === BODY && modifiedAt < before) yield id;
    }
  }

  /** What a killed process left on the disk. */
  async tidyDisk(before: Date): Promise<void> {
    for (const name of await readdir(this.config.folder).catch((): string[] => [])) {
      const file = path.join(this.config.folder, name);
      const found = await stat(file).catch(() => undefined);
      if (name.endsWith('.parquet') && found !== undefined && found.mtime < before) await rm(file, { force: true });
    }
  }

  private async *inflated(body: Readable): AsyncGenerator<Buffer> {
    const gunzip = createGunzip();
    body.once('error', (error) => gunzip.destroy(error));
    let bytes = 0;
    try {
      for await (const chunk of body.pipe(gunzip) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > this.config.contentBytes) throw new ImportBroken('the file is larger than an import may be');
        yield chunk;
      }
    } finally {
      body.destroy();
      gunzip.destroy();
    }
  }
}
