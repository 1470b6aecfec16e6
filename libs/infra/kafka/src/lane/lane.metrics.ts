import { Counter, Gauge, Histogram } from 'prom-client';

const WHERE = ['group', 'topic', 'partition'] as const;

export const messagesConsumed = new Counter({
  name: 'kafka_messages_consumed_total',
  help: 'Records settled, that is handled and committed',
  labelNames: WHERE,
});

export const consumerErrors = new Counter({
  name: 'kafka_consumer_errors_total',
  help: 'Failures while consuming, by the step that failed and the kind of error; each is tried again',
  labelNames: ['group', 'topic', 'stage', 'kind'],
});

export const outcomesTotal = new Counter({
  name: 'kafka_consumer_outcomes_total',
  help: 'Outcomes of settled records',
  labelNames: ['group', 'topic', 'status', 'reason'],
});

export const batchRows = new Histogram({
  name: 'kafka_consumer_batch_rows',
  help: 'Records per batch',
  labelNames: ['group'],
  buckets: [1, 10, 100, 1_000, 5_000, 10_000, 50_000],
});

export const batchSeconds = new Histogram({
  name: 'kafka_consumer_batch_seconds',
  help: 'Time from handing a batch over to its commit, all tries together',
  labelNames: ['group'],
  buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
});

export interface LaneLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly seconds: number;
  readonly records: number;
}

/** Consumers that live in this process; asked at each scrape, because lag grows while nothing happens. */
export const lagSources = new Set<() => LaneLag[]>();

const lags = (): LaneLag[] => [...lagSources].flatMap((source) => source());

export const lagSeconds: Gauge = new Gauge({
  name: 'kafka_consumer_lag_seconds',
  help: 'Age of the oldest record that was fetched and is not settled; 0 when none is',
  labelNames: WHERE,
  collect: () => {
    lagSeconds.reset();
    for (const { group, topic, partition, seconds } of lags()) lagSeconds.set({ group, topic, partition }, seconds);
  },
});

export const lagRecords: Gauge = new Gauge({
  name: 'kafka_consumer_lag_records',
  help: 'Records of the partition that are not settled, as far as the last fetch told',
  labelNames: WHERE,
  collect: () => {
    lagRecords.reset();
    for (const { group, topic, partition, records } of lags()) lagRecords.set({ group, topic, partition }, records);
  },
});
