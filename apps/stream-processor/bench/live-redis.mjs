// What the live numbers cost when a batch is added up here and applied in one call, beside a pipeline of single commands for every
// event: processor time of client and server together, the least disturbed of several interleaved rounds.
// Build first, then: node apps/stream-processor/bench/live-redis.mjs [events]   Prints one line of JSON.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { foldLive, liveEvent } = require('@analytics/domain');
const { LiveStore, Redis, RedisConfig, RedisKeys, RedisLocks } = require('@analytics/infra-redis');
// The driver as the library has it: the plain way has to use the same one.
const driverOf = createRequire(require.resolve('@analytics/infra-redis/package.json'));
const { Redis: Driver } = driverOf('ioredis');

const EVENTS = Number(process.argv[2] ?? 20_000);
const BATCH = 1_000;
const ROUNDS = 5;
const GOAL = 0.2;
const LIMITS = { identities: 2_000_000, tellMs: 500 };

let state = 42;
const below = (bound) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
};
const GAMES = Array.from({ length: 500 }, () => randomUUID());
// Few games have most of the visitors.
const game = () => GAMES[Math.floor(GAMES.length * (below(1_000) / 1_000) ** 3)];
const TYPES = ['catalog.game.viewed', 'catalog.game.viewed', 'catalog.game.viewed', 'catalog.game.searched'];
const MORE = ['library.session.started', 'library.session.heartbeat', 'client.page.viewed', 'client.event.tracked'];
const REST = ['catalog.game.wishlisted', 'payment.transaction.completed'];

/** A thousand events of about one second, as a busy store has them. */
function batchOf(second) {
  return Array.from({ length: BATCH }, () => {
    const type = [...TYPES, ...MORE, ...REST][below(10)];
    const at = new Date((second - below(3)) * 1_000 + below(1_000)).toISOString();
    const user = 1 + below(20_000);
    const line = { gameId: game(), quantity: 1, grossMinor: 49_900, discountMinor: 0, taxMinor: 0, feeMinor: 0 };
    const payment = { kind: 'game', status: 'completed', rateToRub: '1', currency: 'RUB', lines: [line] };
    return {
      ...{ type: `com.platform.${type}.v1`, source: '/store', id: randomUUID(), is_bot: false, is_staff: false },
      ...{ user_no: user, received_at: at, effective_at: at },
      data: type.startsWith('payment') ? payment : { gameId: game(), sessionId: `session-${user}` },
    };
  });
}

async function startRedis(folder) {
  const cli = path.join(import.meta.dirname, '../../../tools/local-stack/src/cli.mjs');
  const store = spawn(process.execPath, [cli, 'store', 'redis', '--data-dir', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of store.stdout) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return { store, url: JSON.parse(text.split('\n')[0]).url };
}

/** The same keys, event by event, each command by itself; nothing is checked and nothing ends, so it is less work than could be. */
async function singly(driver, live, now) {
  const own = 'plain:';
  const commands = [];
  const add = (...command) => commands.push(command);
  for (const { event, second, identity, money, facts } of live) {
    const [user, minute] = [event.user_no, Math.floor(second / 60)];
    add('sadd', `${own}seen`, Buffer.from(identity, 'latin1'));
    for (const key of [`${own}c:${second}`, `${own}cm:${minute}`]) {
      add('hincrby', key, 'e', 1);
      add('hincrby', key, `t:${event.type}`, 1);
      if (facts.is_activity && event.type.includes('viewed')) add('hincrby', key, 'v', 1);
      for (const each of money) add('hincrby', key, 'r', Number(each.gross_kopecks));
    }
    for (const key of [`${own}g:${second}`, `${own}gm:${minute}`]) {
      if (event.type.includes('game.viewed')) add('hincrby', key, `v:${facts.game_id}`, 1);
      for (const each of money) add('hincrby', key, `r:${each.game_id}`, Number(each.gross_kopecks));
    }
    if (facts.is_activity) add('zadd', `${own}users`, 'GT', second, user);
    if (event.type.includes('session')) {
      add('zadd', `${own}p:${facts.game_id}`, 'GT', second, user);
      add('zadd', `${own}games`, now, facts.game_id);
      add('hset', `${own}open`, user, `{"${facts.subject_id}":${second}}`);
      add('zadd', `${own}playing`, second, user);
    }
  }
  await driver.pipeline(commands).exec();
}

async function together(store, live, { from, now }) {
  const answer = await store.add(
    {
      ...{ partition: 0, from: BigInt(from), to: BigInt(from + live.length - 1), lagging: false },
      delta: foldLive(live, now),
      identities: live.map(({ identity }) => identity),
    },
    now,
    LIMITS,
  );
  if (answer.kind !== 'applied') throw new Error(`a batch was not applied: ${answer.kind}`);
}

async function serverMicros(driver) {
  const info = await driver.info('cpu');
  const seconds = ['used_cpu_user', 'used_cpu_sys'].map((name) =>
    Number(new RegExp(`${name}:([\\d.]+)`).exec(info)[1]),
  );
  return (seconds[0] + seconds[1]) * 1e6;
}

/** Microseconds of client and server per event. */
async function measured(driver, work) {
  const [server, client] = [await serverMicros(driver), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(client);
  return { client: (user + system) / EVENTS, server: ((await serverMicros(driver)) - server) / EVENTS };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const folder = mkdtempSync(path.join(tmpdir(), 'live-bench-'));
const { store: server, url } = await startRedis(folder);
const driver = new Driver(url);
const config = Object.assign(new RedisConfig(), { url, commandTimeoutMs: 10_000 });
const redis = new Redis(config);
await redis.onModuleInit();
const store = new LiveStore(redis, new RedisLocks(redis), new RedisKeys(config));

const begun = Math.floor(Date.now() / 1_000);
const rounds = [];
let offset = 0;
for (let round = 0; round <= ROUNDS; round += 1) {
  // What an event is to live numbers is found out before, the same way for both.
  const batches = Array.from({ length: EVENTS / BATCH }, (_, index) => {
    const second = begun + round * 60 + index;
    return { now: second + 1, live: batchOf(second).map(liveEvent) };
  });
  await driver.flushall();
  const rebuild = await store.begin(begun);
  await store.finish(rebuild, { counted: new Map([[0, BigInt(offset) - 1n]]), watermarkMs: 0 }, begun);
  await rebuild.lock.release();
  const one = await measured(driver, async () => {
    for (const { live, now } of batches) {
      await together(store, live, { from: offset, now });
      offset += live.length;
    }
  });
  await driver.flushall();
  const many = await measured(driver, async () => {
    for (const { live, now } of batches) await singly(driver, live, now);
  });
  // The first round only warms up.
  if (round > 0) rounds.push({ one, many, ratio: (one.client + one.server) / (many.client + many.server) });
}

await redis.onApplicationShutdown();
driver.disconnect();
server.stdin.end();
await new Promise((resolve) => server.once('exit', resolve));
rmSync(folder, { recursive: true, force: true });

const value = Number(median(rounds.map(({ ratio }) => ratio)).toFixed(3));
const micros = (side, part) => Number(median(rounds.map((round) => round[side][part])).toFixed(2));
const detail = {
  batched: { client_us: micros('one', 'client'), server_us: micros('one', 'server') },
  per_event: { client_us: micros('many', 'client'), server_us: micros('many', 'server') },
};
console.log(JSON.stringify({ id: 'R6', value, goal: GOAL, holds: value <= GOAL, detail }));
if (value > GOAL) process.exitCode = 1;
