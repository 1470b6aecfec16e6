import { Logger } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';

export const spoolBytes = new Gauge({
  name: 'ingestion_spool_bytes',
  help: 'Bytes of the spool on disk, files set aside included.',
});

export const spoolRecords = new Gauge({
  name: 'ingestion_spool_records',
  help: 'Records on disk that Kafka has not acknowledged.',
});

/** When the oldest segment was begun; undefined while the spool is empty. */
export const oldest: { begunAtMs?: number } = {};

export const spoolAge = new Gauge({
  name: 'ingestion_spool_oldest_age_seconds',
  help: 'Age of the oldest record that waits for Kafka, at most.',
  collect() {
    this.set(oldest.begunAtMs === undefined ? 0 : Math.max(0, (Date.now() - oldest.begunAtMs) / 1_000));
  },
});

export const appended = new Counter({
  name: 'ingestion_spool_appended_records_total',
  help: 'Records written to disk because Kafka did not take them.',
});

export const drained = new Counter({
  name: 'ingestion_spool_drained_records_total',
  help: 'Records of the spool that Kafka has acknowledged.',
});

export const drainRate = new Gauge({
  name: 'ingestion_spool_drain_records_per_second',
  help: 'Records a second of the last batch that was drained; 0 while nothing is drained.',
});

export const refused = new Counter({
  name: 'ingestion_spool_refused_records_total',
  help: 'Records that neither Kafka nor the disk took, so that their sender was told to come back.',
  labelNames: ['reason'],
});

export const damagedRecords = new Counter({
  name: 'ingestion_spool_damaged_records_total',
  help: 'Records that were not what had been written, or that Kafka does not take; their segment is kept as .damaged.',
});

export const tornBytes = new Counter({
  name: 'ingestion_spool_torn_bytes_total',
  help: 'Bytes of writes that a crash had cut off; nobody had been told that they were stored.',
});

export const commitSeconds = new Histogram({
  name: 'ingestion_spool_commit_seconds',
  help: 'Time to write and sync what waited for the disk together.',
  buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
});

export function tellDamage(segment: string, records: number): void {
  damagedRecords.inc(records);
  new Logger('Spool').error({ msg: 'a segment of the spool is damaged and kept for a look at it', segment, records });
}
