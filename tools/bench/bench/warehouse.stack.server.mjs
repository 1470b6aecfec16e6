// Stores of their own for a measurement, and what is sent through them. Not a row: the bench passes over `.server.mjs` files.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { TOPICS, VALIDATED_TOPIC } = require('@analytics/contracts');
const { KafkaConfig, provisionTopics } = require('@analytics/infra-kafka');
const { Kafka } = require('kafkajs');

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'tools/local-stack/src/cli.mjs');
const MIGRATE = path.join(ROOT, 'tools/migrate/dist/main.js');
const run = promisify(execFile);
const TICKS_PER_SECOND = 100;

/** Processor time a process has used, in microseconds; what a program costs is told by the system, not by itself. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS_PER_SECOND;
}

export class BenchStack {
  static async start({ stores = 'kafka,clickhouse,redis' } = {}) {
    const stack = new BenchStack();
    stack.folder = mkdtempSync(path.join(tmpdir(), 'bench-warehouse-'));
    const flags = ['start', '--detach', '--stores-only', '--stores', stores];
    stack.ledgers = [];
    await run(process.execPath, [CLI, ...flags, '--data-dir', stack.folder, '--port-offset', 'auto']);
    stack.stores = JSON.parse(readFileSync(path.join(stack.folder, 'state.json'), 'utf8')).stores;
    stack.kafka = new Kafka({ brokers: stack.stores.kafka.brokers, logLevel: 0 });
    stack.producer = stack.kafka.producer();
    await stack.producer.connect();
    return stack;
  }

  /** The ledger names topics without their prefix, so each side has a PostgreSQL of its own. */
  async #ledger(name) {
    const args = [CLI, 'store', 'postgres', '--data-dir', path.join(this.folder, `ledger-${name}`)];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
    this.ledgers.push(child);
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      if (text.includes('\n')) break;
    }
    child.stdout.resume();
    return JSON.parse(text.split('\n')[0]).url;
  }

  async stop() {
    for (const child of this.ledgers) child.stdin.end();
    await Promise.all(this.ledgers.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit')));
    await this.producer.disconnect();
    await run(process.execPath, [CLI, 'stop', '--data-dir', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A warehouse, a ledger and topics of one side's own. */
  async place(name) {
    const { kafka, clickhouse, redis } = this.stores;
    const prefix = `${name}.`;
    const env = {
      PATH: process.env.PATH,
      KAFKA_BROKERS_ANALYTICS: kafka.brokers.join(),
      KAFKA_TOPIC_PREFIX_ANALYTICS: prefix,
      CLICKHOUSE_HOSTS_ANALYTICS_DWH: new URL(clickhouse.url).host,
      CLICKHOUSE_USER_ANALYTICS_DWH: clickhouse.username,
      CLICKHOUSE_PASSWORD_ANALYTICS_DWH: clickhouse.password,
      CLICKHOUSE_DATABASE_ANALYTICS_DWH: name,
      POSTGRES_DSN_ANALYTICS_META: await this.#ledger(name),
      REDIS_URL_ANALYTICS: redis.url,
      REDIS_KEY_PREFIX_ANALYTICS: name,
      STREAM_PROCESSOR_MANAGEMENT_PORT: '0',
      ANALYTICS_BIND_ADDRESS: '127.0.0.1',
      LOG_LEVEL_ANALYTICS: 'error',
    };
    const topic = await this.topic(prefix);
    await run(process.execPath, [MIGRATE, 'apply'], { env });
    return { env, topic, database: name };
  }

  /** A topic of validated events, and those for what is refused of it. */
  async topic(prefix) {
    await provisionTopics(
      Object.assign(new KafkaConfig(), { brokers: this.stores.kafka.brokers, topicPrefix: prefix }),
      TOPICS.filter((topic) => topic.name === VALIDATED_TOPIC || topic.name.includes('dlq')),
    );
    return `${prefix}${VALIDATED_TOPIC}`;
  }

  async send(topic, messages) {
    for (let from = 0; from < messages.length; from += 2_000) {
      await this.producer.send({ topic, messages: messages.slice(from, from + 2_000) });
    }
  }

  async query(database, text) {
    const { url, username, password } = this.stores.clickhouse;
    const response = await fetch(`${url}/?${new URLSearchParams({ database, default_format: 'JSONCompact' })}`, {
      method: 'POST',
      headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
      body: text,
    });
    if (!response.ok) throw new Error(await response.text());
    const answer = await response.text();
    return answer === '' ? [] : JSON.parse(answer).data;
  }

  async untilRows(database, table, rows) {
    for (const end = Date.now() + 600_000; ; await sleep(200)) {
      const [[count]] = await this.query(database, `SELECT toUInt32(count()) FROM ${table}`);
      if (count >= rows) return;
      if (Date.now() > end) throw new Error(`${count} of ${rows} rows came`);
    }
  }

  /** Until every group has settled everything of the topic. */
  async untilSettled({ topic, database }, groups) {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      for (const end = Date.now() + 600_000; ; await sleep(200)) {
        const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
        const reached = await Promise.all(
          groups.map((group) => admin.fetchOffsets({ groupId: `${database}.${group}`, topics: [topic] })),
        );
        const all = reached.flatMap(([{ partitions }]) => partitions);
        if (all.every(({ partition, offset }) => offset === ends.get(partition))) return;
        if (Date.now() > end) throw new Error('the consumers did not come to the end');
      }
    } finally {
      await admin.disconnect();
    }
  }

  /** A program that says "ready" on a line of its own when it is. */
  async program(args, env) {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      if (text.includes('ready')) break;
    }
    if (child.exitCode !== null) throw new Error(`${args[0]} ended: ${text}`);
    child.stdout.resume();
    return child;
  }
}

export async function ended(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'exit');
  child.kill(signal);
  await closed;
}

let state = 7;
const below = (bound) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
};
const GAMES = Array.from({ length: 300 }, () => randomUUID());
const PLATFORMS = ['windows', 'web', 'android', 'linux'];
const COUNTRIES = ['RU', 'RU', 'RU', 'KZ', 'BY', 'DE'];

function dataOf(type, user, at) {
  const gameId = GAMES[Math.floor(300 * (below(1_000) / 1_000) ** 3)];
  if (type.startsWith('payment')) {
    const line = { gameId, grossMinor: 49_900, discountMinor: 0, taxMinor: 8_316, feeMinor: 2_495, quantity: 1 };
    const money = { currency: 'RUB', rateToRub: '1', paymentMethod: 'card', status: 'completed' };
    return { transactionId: randomUUID(), userId: user, kind: 'game', lines: [line], ...money };
  }
  if (type.endsWith('session.started')) {
    return { sessionId: randomUUID(), userId: user, gameId, sessionStartTime: at, platform: 'windows' };
  }
  if (type.endsWith('wishlisted')) return { userId: user, gameId, placement: 'search' };
  return { userId: user, gameId, placement: 'search', platform: 'web', campaignId: 'autumn-sale', priceMinor: 49_900 };
}

/** Validated events as ingestion writes them, of the last hour; their mean length is told by the caller. */
export function validatedEvents(count) {
  const mix = ['catalog.game.viewed', 'catalog.game.viewed', 'catalog.game.viewed', 'catalog.game.viewed'];
  const types = [
    ...mix,
    'catalog.game.searched',
    'library.session.started',
    'catalog.game.wishlisted',
    'payment.transaction.completed',
  ];
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const type = types[below(types.length)];
    const user = 1 + below(20_000);
    const at = new Date(now - 3_600_000 + Math.floor((index / count) * 3_500_000)).toISOString();
    const event = {
      ...{ type: `com.platform.${type}.v1`, source: '/store/web', id: randomUUID(), schema_version: 1 },
      ...{ occurred_at: at, sent_at: at, received_at: at, effective_at: at, user_no: user, device_no: 100_000 + user },
      ...{
        country: COUNTRIES[below(6)],
        platform: PLATFORMS[below(4)],
        device_family: 'desktop',
        os_family: 'Windows',
      },
      ...{
        browser_family: 'Chrome',
        is_bot: false,
        is_staff: false,
        correlation_id: null,
        import_id: null,
        schema_marks: [],
      },
      fingerprint: randomUUID().replaceAll('-', '').repeat(2),
      data: dataOf(type, user, at),
    };
    return { key: `user-${user}`, value: JSON.stringify(event) };
  });
}
