import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DeadLetterCopiesStore, Postgres } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DeadLettersConfig } from '../dead-letters.config';
import { lettersCopied } from '../dead-letters.metrics';

const FOLDER = 'dead-letter-copies';
const HOUR_MS = 3_600_000;
/** An hour is copied once nothing of it is expected any more; what comes later has it copied again. */
const SETTLED_MS = 300_000;
const HOURS_AT_ONCE = 10_000;
const ROWS_AT_ONCE = 500;
const PART_BYTES = 8 * 1024 * 1024;
const packed = promisify(gzip);

/**
 * A copy of the index in the lake: an hour a folder, a dead letter a line, as it stood in the topic and sealed as it was there.
 * Keys are made of the hour and the part, so a copy that is made again takes the place of the one before.
 */
@Injectable()
export class LetterCopies implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LetterCopies.name);
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly config: DeadLettersConfig,
    private readonly postgres: Postgres,
    private readonly store: DeadLetterCopiesStore,
    private readonly lake: LakeStore,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.copyMs === 0) return;
    this.timer = setInterval(() => {
      this.working = this.working.then(() => this.regularly());
    }, this.config.copyMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** Copies every hour that is over and has something the lake has not, or has no longer; by one process at a time. */
  async copyDue(now: Date): Promise<void> {
    await this.postgres.tryLock('dead-letter-copies', async () => {
      const oldest = new Date(now.getTime() - this.config.keptMs);
      const until = new Date(Math.floor((now.getTime() - SETTLED_MS) / HOUR_MS) * HOUR_MS);
      for (const hour of await this.store.due({ from: oldest, until }, HOURS_AT_ONCE)) await this.copy(hour);
      await this.removeOld(oldest);
    });
  }

  private async regularly(): Promise<void> {
    try {
      await this.copyDue(new Date());
    } catch (error) {
      this.logger.warn({ msg: 'dead letters are copied into the lake later', err: error });
    }
  }

  private async copy(hour: Date): Promise<void> {
    const changes = await this.store.begin(hour);
    const written = new Set<string>();
    let records = 0;
    let lines: string[] = [];
    let bytes = 0;
    const write = async (): Promise<void> => {
      const key = `${folderOf(hour)}${String(written.size).padStart(4, '0')}.ndjson.gz`;
      await this.lake.put(key, await packed(lines.join('')), { contentType: 'application/gzip' });
      written.add(key);
      [lines, bytes] = [[], 0];
    };
    for await (const letter of this.store.letters(hour, ROWS_AT_ONCE)) {
      const line = `${JSON.stringify(letter)}\n`;
      lines.push(line);
      bytes += line.length;
      records += 1;
      if (bytes >= PART_BYTES) await write();
    }
    if (lines.length > 0) await write();
    await this.lake.deleteEach(this.partsBeside(written, hour));
    await this.store.end(hour, { records, changes });
    lettersCopied.inc(records);
  }

  private async removeOld(before: Date): Promise<void> {
    await this.lake.deleteEach(this.partsBefore(before));
    await this.store.removeOld(before);
  }

  /** Parts of a copy before this one, which had more of them. */
  private async *partsBeside(written: ReadonlySet<string>, hour: Date): AsyncGenerator<string> {
    for await (const { key } of this.lake.list({ prefix: folderOf(hour) })) if (!written.has(key)) yield key;
  }

  private async *partsBefore(hour: Date): AsyncGenerator<string> {
    const end = folderOf(hour);
    for await (const { key } of this.lake.list({ prefix: `${FOLDER}/` })) {
      // Hours come in order.
      if (key >= end) return;
      yield key;
    }
  }
}

/** `dead-letter-copies/2026-11-22/09/`: in the order of time. */
const folderOf = (hour: Date): string => `${FOLDER}/${hour.toISOString().slice(0, 13).replace('T', '/')}/`;
