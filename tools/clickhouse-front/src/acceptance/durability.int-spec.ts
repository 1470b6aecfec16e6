import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf, ENDLESS, eventually, FrontProcess, value } from './front-process';

let front: FrontProcess;
beforeEach(async () => {
  front = await FrontProcess.start();
});
afterEach(() => front.stop());

it('keeps every acknowledged row through kill -9', async () => {
  await front.client().command({ query: 'CREATE TABLE t (a UInt64, b UInt64) ENGINE = MergeTree ORDER BY a' });
  let stopped = false;
  const acknowledged = new Set<number>();
  const writers = [1, 2, 3].map(async (writer) => {
    const client = front.client();
    for (let batch = 0; !stopped; batch += 1) {
      const key = writer * 1_000_000 + batch;
      const values = Array.from({ length: 500 }, () => ({ a: key, b: writer }));
      const code = await codeOf(client.insert({ table: 't', values, format: 'JSONEachRow' }));
      if (code === 'no error') acknowledged.add(key);
    }
  });
  expect(await eventually(() => Promise.resolve(acknowledged.size > 30))).toBe(true);
  await front.kill9();
  stopped = true;
  await Promise.all(writers);
  await front.launch();
  const whole = await value(
    front.client(),
    'SELECT toString(groupArray(a)) FROM (SELECT a FROM t GROUP BY a HAVING count() = 500)',
  );
  const found = new Set((JSON.parse(whole) as number[]).map(Number));
  expect([...acknowledged].filter((key) => !found.has(key))).toEqual([]);
  expect(await value(front.client(), 'SELECT count() FROM (SELECT a FROM t GROUP BY a HAVING count() != 500)')).toBe(
    '0',
  );
});

it('removes at start what a killed process left half received', async () => {
  await front.kill9();
  const folder = path.join(front.directory, 'data/transfer');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'left-over'), 'x');
  await front.launch();
  expect(readdirSync(folder)).toEqual([]);
});

it('tells a second process on the same directory why it cannot start', async () => {
  const second = FrontProcess.prepared({}, front.directory);
  await expect(second.launch()).rejects.toThrow(
    /ended with 1: .*The engine cannot open .*: another process may be using it/s,
  );
  expect(await value(front.client(), 'SELECT 1')).toBe('1');
});

it('tells that a port is taken, or a number is none', async () => {
  const second = FrontProcess.prepared({ CLICKHOUSE_FRONT_PORT: new URL(front.url).port });
  await expect(second.launch()).rejects.toThrow(/ended with 1: Port \d+ of 127.0.0.1 cannot be used \(EADDRINUSE\)/);
  await second.stop();
  const wrong = FrontProcess.prepared({ CLICKHOUSE_FRONT_MAX_QUERIES: 'many' });
  await expect(wrong.launch()).rejects.toThrow(/CLICKHOUSE_FRONT_MAX_QUERIES must be a whole number between 1 and 256/);
  await wrong.stop();
});

it('finishes what runs after SIGTERM, takes nothing new, and ends with 0', async () => {
  const running = value(front.client(), 'SELECT sleep(3)');
  const isThere = "SELECT count() FROM system.processes WHERE query LIKE 'SELECT sleep(3)%'";
  expect(await eventually(async () => (await value(front.client(), isThere)) === '1')).toBe(true);
  front.signal('SIGTERM');
  const isRefused = async () => (await codeOf(value(front.client(), 'SELECT 1'))) === 'ECONNREFUSED';
  expect(await eventually(isRefused)).toBe(true);
  expect(await running).toBe('0');
  expect(await front.ended()).toBe(0);
  expect(front.errors).toBe('');
});

it('ends with its parent', async () => {
  await front.client().command({ query: 'SELECT 1' });
  await front.stop();
  expect(await front.ended()).toBe(0);
});

it('does not wait for ever for a query without an end', async () => {
  await front.stop();
  front = await FrontProcess.start({ CLICKHOUSE_FRONT_DRAIN_MS: '500' });
  const endless = codeOf(value(front.client(), ENDLESS));
  await new Promise((resolve) => setTimeout(resolve, 500));
  front.signal('SIGTERM');
  expect(await front.ended()).toBe(0);
  expect(await endless).not.toBe('no error');
});
