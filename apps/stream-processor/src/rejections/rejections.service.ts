import { randomUUID } from 'node:crypto';
import { rejectionRow, type RejectionRow, REJECTIONS_TABLE } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { dropped, kept, type Outcome, type Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { rejectionsRead } from './rejections.metrics';

/** Dead letters into what is counted of them. A row is the same whenever its letter is read, so that a batch that comes again changes nothing. */
@Injectable()
export class RejectionsService {
  constructor(private readonly clickhouse: ClickHouse) {}

  async take(batch: readonly Received[]): Promise<Outcome[]> {
    const rows = batch.map(({ value }) => rejectionRow(parsed(value)));
    const counted = rows.filter((row): row is RejectionRow => row !== undefined);
    // A token of its own each time: what makes a repeat harmless is the row, and a token may outlive rows that a dying server lost.
    if (counted.length > 0) await this.clickhouse.insert(REJECTIONS_TABLE, counted, { token: randomUUID() });
    rejectionsRead.inc({ result: 'counted' }, counted.length);
    rejectionsRead.inc({ result: 'no_dead_letter' }, rows.length - counted.length);
    // Refusing a dead letter would make another one of it; the index of dead letters logs which it is.
    return rows.map((row) => (row === undefined ? dropped('not_a_dead_letter') : kept));
  }
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return undefined;
  }
}
