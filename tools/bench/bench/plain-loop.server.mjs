// The loop most teams would write: consume, parse, look whether the id is one, insert as JSON, commit. No schema, no pseudonym, no
// repeat found, no lake, no session, no mart.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Kafka } = require('kafkajs');
const { createClient } = createRequire(require.resolve('@analytics/infra-clickhouse/package.json'))(
  '@clickhouse/client',
);

const { BROKERS, CLICKHOUSE_URL, CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, DATABASE } = process.env;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const clickhouse = createClient({
  url: CLICKHOUSE_URL,
  username: CLICKHOUSE_USER,
  password: CLICKHOUSE_PASSWORD,
  database: DATABASE,
  clickhouse_settings: { date_time_input_format: 'best_effort' },
});

await clickhouse.command({
  query: `CREATE TABLE IF NOT EXISTS plain_events (type LowCardinality(String), source String, id String, time DateTime64(3, 'UTC'),
    user_id String, game_id String, platform LowCardinality(String), data String) ENGINE = MergeTree ORDER BY (type, time)`,
});

function rowOf(message) {
  const { type, source, id, time, data } = JSON.parse(message.value.toString());
  if (data.userId !== undefined && !UUID.test(data.userId)) return undefined;
  const { userId = '', gameId = '', platform = '' } = data;
  return { type, source, id, time, user_id: userId, game_id: gameId, platform, data: JSON.stringify(data) };
}

const consumer = new Kafka({ brokers: BROKERS.split(','), logLevel: 0 }).consumer({
  groupId: `plain-loop.${DATABASE}`,
});
await consumer.connect();
await consumer.subscribe({ topics: [/^com\.platform\.(?!analytics\.)[a-z]+\.events\.v1$/], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    const values = batch.messages.map(rowOf).filter((row) => row !== undefined);
    if (values.length > 0) await clickhouse.insert({ table: 'plain_events', values, format: 'JSONEachRow' });
    const offset = String(BigInt(batch.lastOffset()) + 1n);
    await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset }]);
  },
});
process.stdout.write('ready\n');
