// The floor: consumes the same records and inserts their bytes unparsed, the engine takes the columns out of the JSON. No check, no
// repeat found, no ledger, no second table.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Kafka } = require('kafkajs');

const { KAFKA_BROKERS_ANALYTICS, CLICKHOUSE_HOSTS_ANALYTICS_DWH, TOPIC, DATABASE } = process.env;
const SETTINGS = { input_format_skip_unknown_fields: '1', date_time_input_format: 'best_effort' };
const headers = {
  'x-clickhouse-user': process.env.CLICKHOUSE_USER_ANALYTICS_DWH,
  'x-clickhouse-key': process.env.CLICKHOUSE_PASSWORD_ANALYTICS_DWH,
};

async function clickhouse(query, body) {
  const address = `http://${CLICKHOUSE_HOSTS_ANALYTICS_DWH}/?${new URLSearchParams({ database: DATABASE, query, ...SETTINGS })}`;
  const response = await fetch(address, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(await response.text());
}

await clickhouse(`CREATE TABLE IF NOT EXISTS raw_loop (type LowCardinality(String), source String, id String,
  effective_at DateTime64(3, 'UTC'), received_at DateTime64(3, 'UTC'), user_no UInt32, device_no UInt32, country LowCardinality(String),
  platform LowCardinality(String), fingerprint String,
  data Tuple(userId UInt32, gameId String, placement String, transactionId String, sessionId String, kind String, status String))
  ENGINE = MergeTree PARTITION BY toYYYYMM(effective_at) ORDER BY (type, toDate(effective_at), source, id)`);

const consumer = new Kafka({ brokers: KAFKA_BROKERS_ANALYTICS.split(','), logLevel: 0 }).consumer({
  groupId: `raw-loop.${DATABASE}`,
  maxWaitTimeInMs: 1_000,
  minBytes: 4_000_000,
  maxBytesPerPartition: 8_000_000,
});
await consumer.connect();
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
const line = Buffer.from('\n');
await consumer.run({
  eachBatchAutoResolve: true,
  eachBatch: async ({ batch }) => {
    const body = Buffer.concat(batch.messages.flatMap(({ value }) => [value, line]));
    await clickhouse('INSERT INTO raw_loop FORMAT JSONEachRow', body);
  },
});
process.stdout.write('ready\n');
