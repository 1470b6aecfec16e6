import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { codeOf, ENDLESS, eventually, FrontProcess, rows, value } from './front-process';

let front: FrontProcess;
let client: ClickHouseClient;
beforeAll(async () => {
  front = await FrontProcess.start({
    CLICKHOUSE_FRONT_MAX_QUERIES: '3',
    CLICKHOUSE_FRONT_MAX_WAITING: '40',
    CLICKHOUSE_FRONT_QUEUE_WAIT_MS: '30000',
  });
  client = front.client();
}, 60_000);
afterAll(() => front.stop());

const isRunning = () =>
  value(
    client,
    "SELECT count() > 0 FROM system.processes WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE '%processes%'",
  );

it('serves twenty clients at once, each its own answer', async () => {
  await client.command({ query: 'CREATE TABLE shared (who UInt32, a UInt32) ENGINE = MergeTree ORDER BY who' });
  const clients = Array.from({ length: 20 }, () => front.client());
  const sums = await Promise.all(
    clients.map(async (one, who) => {
      const values = Array.from({ length: 500 }, (_, a) => ({ who, a }));
      await one.insert({ table: 'shared', values, format: 'JSONEachRow' });
      const [row] = await rows<{ s: string }>(
        one,
        'SELECT sum(a + {who:UInt32}) AS s FROM shared WHERE who = {who:UInt32}',
        { who },
      );
      return Number(row?.s);
    }),
  );
  expect(sums).toEqual(clients.map((_, who) => 124_750 + 500 * who));
  expect(await value(client, 'SELECT count() FROM shared')).toBe('10000');
});

it('runs as many queries at once as it says, and the others after them', async () => {
  const started = performance.now();
  await Promise.all(Array.from({ length: 6 }, () => value(client, 'SELECT sleep(1)')));
  const seconds = (performance.now() - started) / 1000;
  expect(seconds).toBeGreaterThan(1.9);
  expect(seconds).toBeLessThan(5);
});

describe('when every place is taken', () => {
  let leave: AbortController[];
  beforeEach(async () => {
    leave = [];
    for (let index = 0; index < 3; index += 1) {
      const going = new AbortController();
      leave.push(going);
      void codeOf(client.query({ query: ENDLESS, query_id: `endless-${index}`, abort_signal: going.signal }));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  afterEach(async () => {
    for (const going of leave) going.abort();
    expect(await eventually(async () => (await isRunning()) === '0' || (await isRunning()) === 'false')).toBe(true);
  });

  it('a full queue answers 503 with code 202', async () => {
    const asked = Array.from({ length: 60 }, () => front.post({}, 'SELECT 1'));
    const refused = await Promise.race(
      asked.map(async (one) => ((await one).status === 503 ? one : new Promise<Response>(() => undefined))),
    );
    expect(refused.headers.get('x-clickhouse-exception-code')).toBe('202');
    for (const going of leave) going.abort();
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect([
      statuses.filter((status) => status === 200).length,
      statuses.filter((status) => status === 503).length,
    ]).toEqual([40, 20]);
  });

  it('a query can still be killed by its id', async () => {
    const killed = codeOf(client.query({ query: ENDLESS, query_id: 'never-runs' }));
    await client.command({ query: "KILL QUERY WHERE query_id = 'endless-1' ASYNC" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.command({
      query: 'KILL QUERY WHERE query_id = {id:String} ASYNC',
      query_params: { id: 'never-runs' },
    });
    expect(await killed).toBe('394');
  });

  it('a client that leaves the queue never runs its query', async () => {
    const table = `t${randomUUID().replaceAll('-', '')}`;
    const going = new AbortController();
    const waiting = codeOf(
      client.command({ query: `CREATE TABLE ${table} (a Int8) ENGINE = Memory`, abort_signal: going.signal }),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    going.abort();
    await waiting;
    for (const one of leave) one.abort();
    await eventually(async () => (await isRunning()) === '0');
    expect(await value(client, `EXISTS ${table}`)).toBe('0');
  });
});

it('ends a killed query with its code and leaves the others alone', async () => {
  const [killed, spared] = [randomUUID(), randomUUID()];
  const ended = codeOf(client.query({ query: ENDLESS, query_id: killed }));
  const lives = value(client, 'SELECT sleep(2)').then(() => spared);
  expect(await eventually(async () => ['1', 'true'].includes(await isRunning()))).toBe(true);
  const result = await client.query({ query: `KILL QUERY WHERE query_id = '${killed}' SYNC`, format: 'JSON' });
  expect((await result.json()).rows).toBe(1);
  expect(await ended).toBe('394');
  expect(await lives).toBe(spared);
});

it('refuses a query under the id of one that runs', async () => {
  const query_id = randomUUID();
  const first = codeOf(client.command({ query: 'SELECT sleep(1)', query_id }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await codeOf(client.command({ query: 'SELECT 1', query_id }))).toBe('216');
  expect(await first).toBe('no error');
  expect(await codeOf(client.command({ query: 'SELECT 1', query_id }))).toBe('no error');
});
