// `npm run test:python`: clients nobody here wrote, in Python, against a product of its own: the CloudEvents SDK sends, pandas and DuckDB read the lake.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const EXAMPLES = path.join(ROOT, 'docs', 'examples', 'python');
const CLI = path.join(ROOT, 'tools', 'local-stack', 'src', 'cli.mjs');
const VENV = path.join(ROOT, '.local', 'python');
const PYTHON = path.join(VENV, 'bin', 'python');
/** A file of the lake is closed after a minute at most; a busy machine may need another. */
const LAKE_WITHIN_MS = 240_000;

const run = promisify(execFile);
const data = mkdtempSync(path.join(tmpdir(), 'analytics-python-'));
const product = (verb, ...flags) => run(process.execPath, [CLI, verb, ...flags, '--data-dir', data], { cwd: ROOT });
let state;

async function python(file, env, ...args) {
  const { stdout } = await run(PYTHON, [path.join(EXAMPLES, file), ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  return JSON.parse(stdout);
}

before(async () => {
  if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', VENV]);
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--requirement', path.join(EXAMPLES, 'requirements.txt')]);
  await product('start', '--detach', '--no-demo', '--port-offset', 'auto');
  state = JSON.parse(readFileSync(path.join(data, 'state.json'), 'utf8'));
});
after(() => product('stop'));

const inLake = (source) => {
  const { endpoint, region, accessKeyId, secretAccessKey, lakeBucket } = state.stores.s3;
  const access = { S3_ENDPOINT: endpoint, S3_REGION: region, LAKE_BUCKET: lakeBucket };
  return python(
    'read_lake.py',
    { ...access, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey },
    source,
  );
};

/** Topics of the platform are the platform's: here this test is the platform. */
const PLATFORM_TOPIC = `
import os, sys
from kafka.admin import KafkaAdminClient, NewTopic
client = KafkaAdminClient(bootstrap_servers=os.environ["KAFKA_BROKERS"].split(","))
if sys.argv[1] not in client.list_topics():
    client.create_topics([NewTopic(sys.argv[1], num_partitions=3, replication_factor=1)])
`;

test('what the CloudEvents SDK sends in each form, over HTTP and Kafka, is read from the lake by pandas and by DuckDB', async () => {
  const source = 'urn:service:catalog';
  const brokers = { KAFKA_BROKERS: state.stores.kafka.brokers.join() };
  await run(PYTHON, ['-c', PLATFORM_TOPIC, 'com.platform.catalog.events.v1'], { env: brokers });
  const access = { INGESTION_URL: state.services.ingestion.url, WRITE_KEY: state.credentials.writeKey };
  const { sent } = await python('send_events.py', { ...access, ...brokers }, source);
  assert.equal(sent, 7);
  const until = Date.now() + LAKE_WITHIN_MS;
  let found = await inLake(source);
  while (found.pandas < sent && Date.now() < until) {
    await sleep(5_000);
    found = await inLake(source);
  }
  assert.deepEqual({ pandas: found.pandas, duckdb: found.duckdb }, { pandas: sent, duckdb: sent });
});
