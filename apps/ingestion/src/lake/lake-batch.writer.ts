import { lakeFileKey, xorOf } from '@analytics/domain';
import { type LakeClaim, LakeManifest, type NewLakeFile, type PendingLakeBatch } from '@analytics/infra-postgres';
import { Injectable, Logger } from '@nestjs/common';
import { lakeBatchSeconds, lakeBytes, lakeFiles, lakeRows } from './lake.metrics';
import { LakeCopies } from './lake-copies';
import { LakeFiles } from './lake-files';
import { LakeSteps } from './lake-steps';
import { LAKE_ROW_VERSION, type LakeRow } from './parquet/lake-row';

export interface BatchToWrite {
  readonly to: bigint;
  /** The rows of the offsets from the claim's next one up to `to`; a refused record has none. */
  readonly rows: readonly LakeRow[];
}

/** One batch into the lake: announced in the manifest, stored file by file, and counting from its commit on. */
@Injectable()
export class LakeBatchWriter {
  private readonly logger = new Logger(LakeBatchWriter.name);

  constructor(
    private readonly manifest: LakeManifest,
    private readonly files: LakeFiles,
    private readonly copies: LakeCopies,
    private readonly steps: LakeSteps,
  ) {}

  /** Every step may be repeated: after a failure the partition is claimed anew and the same records come again. */
  async write(claim: LakeClaim, { to, rows }: BatchToWrite): Promise<LakeClaim> {
    const measure = lakeBatchSeconds.startTimer();
    const xor = xorOf(rows.map(({ hash }) => hash));
    const range = { from: claim.nextOffset, to, rows: rows.length, xor, xformVersion: LAKE_ROW_VERSION };
    const opened = await this.manifest.open(claim, range, new Date());
    this.steps.passed('pending written');
    const stored: NewLakeFile[] = [];
    for (const [eventType, ofType] of byType(rows)) {
      if (stored.length > 0) this.steps.passed('between files');
      stored.push(await this.store(opened, eventType, ofType));
    }
    this.steps.passed('files put');
    const committed = await this.manifest.commit(opened, stored);
    this.steps.passed('committed');
    measure();
    this.count(stored);
    // The commit stands without the copy, and the housekeeping makes up for it.
    await this.copies
      .make()
      .catch((error: unknown) => this.logger.warn({ msg: 'the manifest was not copied', err: error }));
    return committed;
  }

  private async store(
    opened: LakeClaim & { readonly pending: PendingLakeBatch },
    eventType: string,
    rows: readonly LakeRow[],
  ): Promise<NewLakeFile> {
    const { topic, part, pending } = opened;
    const key = lakeFileKey({ topic, part, from: pending.from, to: pending.to, eventType, openedAt: pending.openedAt });
    const facts = { rows: rows.length, xor: xorOf(rows.map(({ hash }) => hash)) };
    const object = await this.files.put({ key, from: rows, ...facts });
    return { eventType, key, hour: hourOf(pending.openedAt), ...facts, ...object, ...span(rows) };
  }

  private count(files: readonly NewLakeFile[]): void {
    for (const { eventType, rows, bytes } of files) {
      lakeRows.inc({ event_type: eventType }, rows);
      lakeBytes.inc(bytes);
    }
    lakeFiles.inc(files.length);
  }
}

/** Rows by type, the types in a fixed order, so that a repeat stores them in the same one. */
export function byType(rows: readonly LakeRow[]): [string, LakeRow[]][] {
  const types = new Map<string, LakeRow[]>();
  for (const row of rows) {
    const known = types.get(row.event.type);
    if (known === undefined) types.set(row.event.type, [row]);
    else known.push(row);
  }
  return [...types].sort(([a], [b]) => (a < b ? -1 : 1));
}

const hourOf = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 3_600_000) * 3_600_000);

function span(rows: readonly LakeRow[]): { firstAt: Date; lastAt: Date } {
  let [first, last] = [Infinity, -Infinity];
  for (const { ms } of rows) {
    first = Math.min(first, ms.effective_at);
    last = Math.max(last, ms.effective_at);
  }
  return { firstAt: new Date(first), lastAt: new Date(last) };
}
