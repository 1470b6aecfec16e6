import { type EventRow, eventRow, EVENTS_TABLE, rowHash } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import type { Outcome, Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { decodeValidated } from './decode-validated';

@Injectable()
export class WarehouseService {
  constructor(private readonly clickhouse: ClickHouse) {}

  /**
   * A batch of one partition becomes one insert whose token is its range of offsets, so the same range goes in once. A
   * range cut anew after a crash may put a row in again; the identity in the sorting key makes that harmless.
   */
  async store(batch: readonly Received[]): Promise<Outcome[]> {
    const rows: EventRow[] = [];
    const outcomes = batch.map((record): Outcome => {
      const decoded = decodeValidated(record.value);
      if (decoded.ok) {
        rows.push(eventRow(decoded.value, { ...record, hash: rowHash(record.offset, record.value!) }));
        return { status: 'kept' };
      }
      const { code, detail, pointer } = decoded.refusal;
      return { status: 'rejected', deadLetter: { stage: 'dwh', reason: code, message: detail, pointer } };
    });
    if (rows.length > 0) await this.clickhouse.insert(EVENTS_TABLE, rows, { token: tokenOf(batch) });
    return outcomes;
  }
}

function tokenOf(batch: readonly Received[]): string {
  const first = batch[0]!;
  const last = batch[batch.length - 1]!;
  return `warehouse:${first.topic}:${first.partition}:${first.offset}-${last.offset}`;
}
