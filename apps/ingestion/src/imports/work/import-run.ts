import { setTimeout as pause } from 'node:timers/promises';
import type { CollectItem } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import { type ImportClaim, ImportQueue } from '@analytics/infra-postgres';
import { inTurns } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { CollectConfig } from '../../collect/collect.config';
import { type Delivery, EventJudge, type Judged } from '../../collect/events/event-judge';
import { RecentEvents } from '../../collect/events/recent-events';
import { ImportBroken, ImportForbidden, ImportLost } from '../import-errors';
import { ImportBounds } from '../import-bounds';
import { importedRows } from '../imports.metrics';
import type { ImportRow } from '../rows/import-row';
import { batchesOf } from './import-batches';
import { ImportFiles } from './import-files';
import { importRows } from './import-rows';
import { verdictLine } from './verdict-line';

/** Rows judged before others get their turn: requests of live events do not wait for a batch. */
const ROWS_PER_TURN = 50;
const REMEMBERED = Object.assign(new CollectConfig(), { recentEvents: 200_000 });

/** One pass through a file, from the first row that is not settled. */
@Injectable()
export class ImportRun {
  constructor(
    private readonly queue: ImportQueue,
    private readonly files: ImportFiles,
    private readonly judge: EventJudge,
    private readonly kafka: KafkaPort,
    private readonly bounds: ImportBounds,
  ) {}

  /**
   * Settles batch after batch: Kafka has what was accepted, S3 the verdicts on the rest, and only then is the batch counted.
   * Who dies in between does the batch again, and its events are the same ones: they count once.
   */
  async settle(claimed: ImportClaim, signal: AbortSignal): Promise<ImportClaim> {
    const { batchRows, rowsPerSecond, rows } = this.bounds.config;
    const recent = new RecentEvents(REMEMBERED);
    let claim = claimed;
    // Of a batch that was begun before, and now may have no refused rows.
    await this.files.dropVerdicts(claim.id, claim.processed);
    for await (const batch of batchesOf(await importRows(claim, this.files, this.bounds.config), batchRows)) {
      const started = performance.now();
      if ((batch.at(-1) as ImportRow).row > rows) throw new ImportBroken(`the file has more than ${rows} rows`);
      if (await this.queue.isSenderRevoked(claim)) throw new ImportForbidden((batch[0] as ImportRow).row);
      claim = await this.settleBatch(claim, batch, recent, signal);
      const left = (batch.length / rowsPerSecond) * 1_000 - (performance.now() - started);
      if (left > 0) await pause(left, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
    }
    if (signal.reason instanceof ImportLost) throw signal.reason;
    return claim;
  }

  private async settleBatch(
    claim: ImportClaim,
    batch: readonly ImportRow[],
    recent: RecentEvents,
    signal: AbortSignal,
  ): Promise<ImportClaim> {
    const delivery: Delivery = {
      sender: { id: claim.sender, sources: claim.sources, types: claim.types },
      receivedAt: claim.createdAt,
      import: { id: claim.id, bounds: this.bounds.time },
      accepted: new Map(),
      known: (name) => recent.fingerprintOf(name),
    };
    const judged = await this.judged(batch, delivery);
    if (signal.reason instanceof ImportLost) throw signal.reason;
    const records = judged.flatMap(({ record }) => (record === undefined ? [] : [record]));
    await this.kafka.send(records, { patient: true });
    const lines = judged.flatMap(({ item }, index) =>
      item.status === 'rejected' ? [verdictLine(batch[index] as ImportRow, item)] : [],
    );
    await this.files.putVerdicts(claim.id, claim.processed, lines);
    const { total = null, progress } = batch.at(-1) as ImportRow;
    const counts = countsOf(judged.map(({ item }) => item));
    const advanced = await this.queue.advance(claim, { ...counts, progress, total });
    if (advanced === undefined) throw new ImportLost();
    for (const [name, fingerprint] of delivery.accepted) recent.remember(name, fingerprint);
    for (const { item } of judged) importedRows.inc({ status: item.status, reason: item.code ?? '' });
    return advanced;
  }

  private judged(batch: readonly ImportRow[], delivery: Delivery): Promise<Judged[]> {
    const judge = ({ event, text, fault }: ImportRow, index: number): Judged =>
      this.judge.judge({ event, text, ...(fault && { fault }) }, index, delivery);
    return inTurns(batch, judge, ROWS_PER_TURN);
  }
}

function countsOf(items: readonly CollectItem[]) {
  const count = (status: CollectItem['status']) => items.filter((item) => item.status === status).length;
  const reasons: Record<string, number> = {};
  for (const { code } of items) if (code !== undefined) reasons[code] = (reasons[code] ?? 0) + 1;
  return { accepted: count('accepted'), duplicate: count('duplicate'), rejected: count('rejected'), reasons };
}
