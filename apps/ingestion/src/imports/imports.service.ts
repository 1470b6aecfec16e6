import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Unavailable } from '@analytics/domain';
import { type ImportBeginning, type ImportJob, type ImportPlace, ImportsStore } from '@analytics/infra-postgres';
import { Injectable, Logger } from '@nestjs/common';
import { BodyUnreadable, TooManyBytes } from '../collect/collect-errors';
import type { Sender } from '../write-keys/sender';
import { ImportFinished, ImportKeyTaken, ImportUnknown, TooManyImports } from './import-errors';
import { ImportsConfig } from './imports.config';
import { importBytes, importsRefused } from './imports.metrics';
import { clientBytes } from './upload/client-bytes';
import { ContentMeter } from './upload/content-meter';
import type { ImportRequest } from './upload/import-request';
import { ImportFiles } from './work/import-files';

/** Takes files and hands out what became of them; the work itself is the worker's. */
@Injectable()
export class ImportsService {
  private readonly logger = new Logger(ImportsService.name);
  private uploads = 0;

  constructor(
    private readonly imports: ImportsStore,
    private readonly files: ImportFiles,
    private readonly config: ImportsConfig,
  ) {}

  /** Stores the file while it comes, and answers when it is safe and waits for its turn. */
  async receive(request: ImportRequest, sender: Sender, stream: Readable, declared?: number): Promise<ImportJob> {
    if ((declared ?? 0) > this.config.bytes) {
      importsRefused.inc({ limit: 'bytes' });
      throw new TooManyBytes('file', this.config.bytes);
    }
    if (this.uploads >= this.config.uploads) {
      importsRefused.inc({ limit: 'uploads' });
      throw new Unavailable('the import of one more file at the same time', 10);
    }
    this.uploads += 1;
    try {
      const id = randomUUID();
      const beginning = await this.begin(id, request, sender);
      const chunks = clientBytes(stream, this.config.silenceMs);
      const meter = new ContentMeter(request.options.gzip, this.config);
      if (beginning.status === 'known') return await this.repeated(beginning.job, request, meter, chunks);
      return await this.stored(id, meter, chunks);
    } finally {
      this.uploads -= 1;
    }
  }

  async find(sender: Sender, id: string): Promise<ImportJob> {
    const job = await this.imports.find(sender.id, id);
    if (job === undefined) throw new ImportUnknown();
    return job;
  }

  list(sender: Sender, limit: number, before?: ImportPlace): Promise<ImportJob[]> {
    return this.imports.list(sender.id, limit, before);
  }

  /** What was handed on stays; a second time changes nothing. */
  async cancel(sender: Sender, id: string): Promise<ImportJob> {
    const job = await this.imports.cancel(sender.id, id);
    if (job === undefined) throw new ImportUnknown();
    if (job.status !== 'cancelled') throw new ImportFinished();
    await this.files.removeBody(id).catch((error: unknown) => this.later(error));
    return job;
  }

  /** The lines of the verdict file, as far as the import is. */
  async verdicts(sender: Sender, id: string): Promise<AsyncIterable<Buffer>> {
    const { processed } = await this.find(sender, id);
    return this.files.verdicts(id, processed);
  }

  private async begin(id: string, { format, options, idempotencyKey }: ImportRequest, sender: Sender) {
    const { sources, types } = sender;
    const job = { id, sender: sender.id, sources, types, format, options: { ...options } };
    const begun: ImportBeginning = await this.imports.begin(
      { ...job, ...(idempotencyKey !== undefined && { idempotencyKey }) },
      { openPerSender: this.config.perSender },
    );
    if (begun.status === 'too_many') {
      importsRefused.inc({ limit: 'per_sender' });
      throw new TooManyImports(this.config.perSender);
    }
    return begun;
  }

  private async stored(id: string, meter: ContentMeter, chunks: AsyncIterable<Buffer>): Promise<ImportJob> {
    try {
      await this.files.put(id, meter.pass(chunks));
      if (meter.contentBytes === 0) throw new BodyUnreadable('is empty');
      const { bytes, contentBytes, contentHash } = meter;
      const job = await this.imports.received(id, { bytes, contentBytes, contentHash });
      // Housekeeping took it for one that nobody goes on with.
      if (job === undefined) throw new Unavailable('the import');
      importBytes.inc(bytes);
      return job;
    } catch (error) {
      if (error instanceof TooManyBytes) importsRefused.inc({ limit: 'bytes' });
      await Promise.all([this.imports.forget(id), this.files.removeBody(id)]).catch((failure) => this.later(failure));
      throw error;
    }
  }

  /** The same key again: the same file gets the same answer, another one is refused. */
  private async repeated(
    job: ImportJob,
    { format, options }: ImportRequest,
    meter: ContentMeter,
    chunks: AsyncIterable<Buffer>,
  ): Promise<ImportJob> {
    if (job.status === 'receiving') throw new ImportKeyTaken('receiving');
    const { charset, mapping } = job.options;
    for await (const _ of meter.pass(chunks));
    const same =
      job.format === format &&
      charset === options.charset &&
      mapping === options.mapping &&
      job.contentHash === meter.contentHash;
    if (!same) throw new ImportKeyTaken('other');
    return job;
  }

  private later(error: unknown): void {
    this.logger.warn({ msg: 'what is left of an import is removed later', err: error });
  }
}
