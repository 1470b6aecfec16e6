import { Counter, Gauge, Histogram } from 'prom-client';

export const rowsStored = new Counter({
  name: 'warehouse_events_stored_total',
  help: 'Events stored in the warehouse, each once',
});

export const repeatsFound = new Counter({
  name: 'warehouse_repeats_total',
  help: 'Events not stored, because their identity is: the same again (duplicate) or another content (conflict)',
  labelNames: ['kind'],
});

export const eventsRefused = new Counter({
  name: 'warehouse_events_refused_total',
  help: 'Events the warehouse cannot hold; they are dead letters',
});

export const recoveries = new Counter({
  name: 'warehouse_recoveries_total',
  help: 'Ranges brought to their end after an interruption, by how; anything but complete and inserted is worth a look',
  labelNames: ['outcome'],
});

export const unexplainedRecords = new Counter({
  name: 'warehouse_unexplained_records_total',
  help: 'Records the ledger says are stored and the warehouse does not hold; anything but 0 needs a person',
  labelNames: ['topic', 'partition'],
});

export const rangeSeconds = new Histogram({
  name: 'warehouse_range_seconds',
  help: 'Time from deciding on a range to its confirmation in the ledger',
  buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});

export const identitiesLookedUp = new Counter({
  name: 'warehouse_identities_looked_up_total',
  help: 'Events whose identity was asked for in the warehouse, because no hint could be trusted',
});

export const stoppedPartitions = new Gauge({
  name: 'warehouse_stopped_partitions',
  help: 'Partitions that stand still until a person has looked, by reason; anything but 0 is an alarm',
  labelNames: ['reason'],
});

export interface LedgerLag {
  readonly topic: string;
  readonly part: number;
  readonly records: number;
}

/** Whoever knows how far behind the ledger is; asked when metrics are read. */
export const lagSources = new Set<() => Promise<readonly LedgerLag[]>>();

export const ledgerLag = new Gauge({
  name: 'warehouse_ledger_lag_records',
  help: 'Records between what the ledger says is stored and the end of the partition',
  labelNames: ['topic', 'partition'],
  async collect() {
    this.reset();
    for (const source of lagSources) {
      for (const { topic, part, records } of await source()) this.set({ topic, partition: part }, records);
    }
  },
});
