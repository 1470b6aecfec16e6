// The writer of the lake beside Spark's structured streaming over the same records: read from Kafka, parsed, hashed, stored as Parquet.
// Spark stores on the local disk; the lake on S3, with its manifest in PostgreSQL.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { installedSpark } from '../spark/install.mjs';
import { BenchStack, cpuOf, ended, validatedEvents } from './warehouse.stack.server.mjs';

const EVENTS = Number(process.env.BENCH_LAKE_EVENTS ?? 200_000);
const ROUNDS = 3;
const WARM_UP = 2;
/** How long a batch stays open, on either side. */
const BATCH_SECONDS = 5;
const PATIENCE_MS = 600_000;
const GROUP = 'ingestion.lake';
const LAKE = path.resolve(import.meta.dirname, '../../../apps/ingestion/bench/lake-alone.server.mjs');
/** As the image starts it. */
const YOUNG_GENERATION = '--max-semi-space-size=64';
const SPARK = path.resolve(import.meta.dirname, '../spark/lake.py');

/** A side is a program that reads its topic into a lake: what it has used, when it has stored so many events, how it is ended. */
async function lakeOf(stack) {
  const place = await stack.place('bench_lake');
  const { endpoint, region, accessKeyId, secretAccessKey, lakeBucket } = stack.stores.s3;
  const child = await stack.program([YOUNG_GENERATION, LAKE], {
    ...place.env,
    S3_ENDPOINT_DATALAKE: endpoint,
    S3_REGION_DATALAKE: region,
    S3_ACCESS_KEY_DATALAKE: accessKeyId,
    S3_SECRET_KEY_DATALAKE: secretAccessKey,
    S3_BUCKET_DATALAKE: lakeBucket,
    INGESTION_LAKE_BATCH_MS: String(BATCH_SECONDS * 1_000),
    INGESTION_LAKE_FOLDER: path.join(stack.folder, 'lake-made'),
  });
  return {
    topic: place.topic,
    cpu: () => cpuOf(child.pid),
    stored: () => stack.untilSettled(place, [GROUP]),
    end: () => ended(child),
  };
}

async function sparkOf(stack, { python, jars }) {
  const topic = await stack.topic('bench_spark.');
  const folder = path.join(stack.folder, 'spark');
  mkdirSync(folder);
  const brokers = stack.stores.kafka.brokers.join();
  const asked = {
    SPARK_LOCAL_IP: '127.0.0.1',
    BROKERS: brokers,
    TOPIC: topic,
    JARS: jars,
    FOLDER: folder,
    EVERY: `${BATCH_SECONDS} seconds`,
  };
  const child = spawn(python, [SPARK], { env: { ...process.env, ...asked }, stdio: ['ignore', 'pipe', 'inherit'] });
  const told = {};
  createInterface({ input: child.stdout }).on('line', (line) => Object.assign(told, JSON.parse(line)));
  const until = async (holds) => {
    for (const end = Date.now() + PATIENCE_MS; !holds(); await sleep(100)) {
      if (Date.now() > end || child.exitCode !== null) throw new Error('Spark did not come to the end');
    }
  };
  await until(() => told.stored !== undefined);
  return {
    topic,
    // The interpreter only waits; the work is done by Java, its child.
    cpu: () => cpuOf(told.pid),
    stored: (events) => until(() => told.stored >= events),
    end: () => ended(child),
  };
}

async function besideSpark({ median }) {
  const spark = await installedSpark();
  const stack = await BenchStack.start({ stores: 'kafka,clickhouse,redis,s3' });
  const sides = {};
  try {
    sides.lake = await lakeOf(stack);
    sides.spark = await sparkOf(stack, spark);
    const cost = await costOf(stack, sides);
    const [ours, theirs] = [median(cost.lake), median(cost.spark)];
    const told = `the lake ${ours.toFixed(1)} µs an event, Spark ${theirs.toFixed(1)}, after ${WARM_UP * EVENTS} events to warm up`;
    return { value: [theirs / ours], notes: [told] };
  } finally {
    for (const side of Object.values(sides)) await side.end();
    await stack.stop();
  }
}

/** Processor time an event of each side, round by round; the same events for both. */
async function costOf(stack, sides) {
  const cost = { lake: [], spark: [] };
  for (let round = 1; round <= WARM_UP + ROUNDS; round += 1) {
    const events = validatedEvents(EVENTS);
    for (const [name, side] of Object.entries(sides)) {
      const before = side.cpu();
      await stack.send(side.topic, events);
      await side.stored(round * EVENTS);
      if (round > WARM_UP) cost[name].push((side.cpu() - before) / EVENTS);
    }
  }
  return cost;
}

export const rows = [
  {
    id: 'lake-pyspark',
    what: 'events a core of the writer of the lake ÷ of PySpark structured streaming to Parquet',
    unit: '×',
    atLeast: true,
    goal: [5],
    onlyWhenAsked: true,
    measure: besideSpark,
  },
];
