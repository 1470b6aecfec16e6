// The whole platform, from the topics of its neighbours to the marts, beside the loop most teams would write over the same records;
// and how long an event takes at half of the speed that was reached. On a product of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loaded, ownStack, stateOf } from '../src/queries/beside.mjs';
import { cpuOf, ended } from './warehouse.stack.server.mjs';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 60_000);
const ROUNDS = 3;
const PLAIN = path.join(import.meta.dirname, 'plain-loop.server.mjs');
/** What of the product works on an event; the stores but the engine are the same for both. */
const STAGES = ['ingestion', 'stream-processor', 'clickhouse'];
const FLUSH_MS = 1_000;
const WATCHED_SECONDS = 30;
const PATIENCE_MS = 600_000;

async function told(state, text) {
  const { url, username, password, database } = state.stores.clickhouse;
  const response = await fetch(`${url}/?${new URLSearchParams({ database, default_format: 'JSONCompact' })}`, {
    method: 'POST',
    headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
    body: text,
  });
  if (!response.ok) throw new Error(await response.text());
  return JSON.parse(await response.text()).data;
}

async function plainRows(state) {
  const [[there]] = await told(state, "SELECT toUInt32(count()) FROM system.tables WHERE name = 'plain_events'");
  if (there === 0) return 0;
  const [[rows]] = await told(state, 'SELECT toUInt32(count()) FROM plain_events');
  return rows;
}

/** Processor time of the plain loop and the engine for each of the events that came since it last ran. */
async function plain(state, events) {
  const { kafka, clickhouse } = state.stores;
  const env = {
    PATH: process.env.PATH,
    BROKERS: kafka.brokers.join(),
    CLICKHOUSE_URL: clickhouse.url,
    CLICKHOUSE_USER: clickhouse.username,
    CLICKHOUSE_PASSWORD: clickhouse.password,
    DATABASE: clickhouse.database,
  };
  const before = await plainRows(state);
  const engineBefore = cpuOf(clickhouse.pid);
  const child = spawn(process.execPath, [PLAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(200)) {
    if ((await plainRows(state)) >= before + events) break;
    if (Date.now() > end || child.exitCode !== null) throw new Error('the plain loop did not come to the end');
  }
  const spent = cpuOf(child.pid) + cpuOf(clickhouse.pid) - engineBefore;
  await ended(child);
  return spent / events;
}

const product = ({ stages }) =>
  stages.filter(({ name }) => STAGES.includes(name)).reduce((sum, { cpu_us_per_event: each }) => sum + each, 0);

const clean = ['--duplicates', '0', '--invalid', '0', '--late', '0'];

async function besidePlain({ median }) {
  const stack = await ownStack();
  try {
    const found = { product: [], plain: [] };
    // The first round warms everything up and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const run = await loaded(stack.dataDir, [
        '--via',
        'kafka',
        '--events',
        String(EVENTS),
        '--seed',
        String(round),
        ...clean,
      ]);
      const loop = await plain(stateOf(stack.dataDir), EVENTS);
      if (round === 0) continue;
      found.product.push(product(run));
      found.plain.push(loop);
    }
    const [ours, theirs] = [median(found.product), median(found.plain)];
    return {
      value: [theirs / ours],
      notes: [
        `the platform ${ours.toFixed(1)} µs an event, the loop ${theirs.toFixed(1)}: ingestion, stream processor and engine beside the loop and the engine`,
      ],
    };
  } finally {
    await stack.stop();
  }
}

async function delay() {
  const stack = await ownStack();
  try {
    await loaded(stack.dataDir, ['--via', 'kafka', '--events', String(EVENTS / 3), ...clean]);
    const peak = await loaded(stack.dataDir, ['--via', 'kafka', '--events', String(EVENTS), ...clean]);
    const rate = Math.max(1, Math.round(peak.events_per_second / 2));
    const flags = ['--via', 'kafka', '--rate', String(rate), '--events', String(rate * WATCHED_SECONDS), ...clean];
    const { p50, p95 } = (await loaded(stack.dataDir, flags)).delay_ms;
    return {
      value: [p95 / FLUSH_MS, p95 / 1_000],
      notes: [`at ${rate} events a second, half of ${peak.events_per_second}: p50 ${p50} ms, p95 ${p95} ms`],
    };
  } finally {
    await stack.stop();
  }
}

export const rows = [
  {
    id: 'R13',
    what: 'delay from sent to stored at half of the peak, p95: by the flush interval, in seconds',
    goal: [2, 5],
    measure: delay,
  },
  {
    id: 'R15',
    what: 'events a core of the whole platform ÷ of a plain kafkajs → @clickhouse/client loop',
    unit: '×',
    atLeast: true,
    goal: [2],
    measure: besidePlain,
  },
];
