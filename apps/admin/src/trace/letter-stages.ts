import { Postgres } from '@analytics/infra-postgres';
import { Injectable, Module } from '@nestjs/common';
import type { Identity, TraceStage } from './trace.records';

interface LetterRow {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly last_seen_at: Date;
  readonly origin_topic: string;
  readonly origin_partition: number;
  readonly origin_offset: string;
  readonly origin_at: Date;
}

/** The dead letters of an event, and the records that were refused. */
@Injectable()
export class LetterStages {
  constructor(private readonly postgres: Postgres) {}

  async of({ source, id }: Identity): Promise<TraceStage[]> {
    const rows = await this.postgres.query<LetterRow>(
      `SELECT id, status, reason, last_seen_at, origin_topic, origin_partition, origin_offset, origin_at
         FROM dead_letters WHERE event_id = $1 AND source = $2 ORDER BY last_seen_at, id LIMIT 100`,
      [id, source],
    );
    return rows.map((row) => ({
      stage: 'dlq',
      at: row.last_seen_at,
      topic: row.origin_topic,
      partition: row.origin_partition,
      offset: row.origin_offset,
      dlqId: row.id,
      reason: row.reason,
      status: row.status,
    }));
  }
}

/** Of the admin's own schema, so not in the module where another role is at hand. */
@Module({ providers: [LetterStages], exports: [LetterStages] })
export class LetterStagesModule {}
