import { randomUUID } from 'node:crypto';
import { codeOf, FrontProcess, READER, rows, value } from './front-process';

let front: FrontProcess;
beforeAll(async () => {
  front = await FrontProcess.start({ CLICKHOUSE_FRONT_MAX_SESSIONS: '8' });
});
afterAll(() => front.stop());

it('keeps temporary tables, the current database and settings within a session, and only there', async () => {
  const inside = front.client({ session_id: randomUUID(), max_open_connections: 1 });
  const outside = front.client();
  await inside.command({ query: 'CREATE TEMPORARY TABLE mine (a UInt8)' });
  await inside.insert({ table: 'mine', values: [{ a: 1 }, { a: 2 }], format: 'JSONEachRow' });
  await inside.command({ query: 'SET max_block_size = 1234' });
  await inside.command({ query: 'USE system' });
  expect(
    await rows(inside, "SELECT sum(a) AS s, getSetting('max_block_size') AS b, currentDatabase() AS d FROM mine"),
  ).toEqual([{ s: 3, b: 1234, d: 'system' }]);
  expect(await codeOf(value(outside, 'SELECT count() FROM mine'))).toBe('60');
  expect(await value(outside, "SELECT currentDatabase() || toString(getSetting('max_block_size') = 1234)")).toBe(
    'default0',
  );
});

it('puts settings of one query back, also within a session', async () => {
  const client = front.client({ session_id: randomUUID(), max_open_connections: 1 });
  await client.command({ query: 'SET max_block_size = 1234' });
  const both = "SELECT (getSetting('max_block_size'), getSetting('max_result_rows')) AS v";
  const clickhouse_settings = { max_block_size: '99', max_result_rows: '7' } as const;
  const result = await client.query({ query: both, format: 'JSONEachRow', clickhouse_settings });
  expect(await result.json()).toEqual([{ v: [99, 7] }]);
  expect(await codeOf(client.command({ query: 'SELECT nope', clickhouse_settings }))).toBe('47');
  expect(await rows(client, both)).toEqual([{ v: [1234, 0] }]);
});

it('lets one query at a time into a session', async () => {
  const client = front.client({ session_id: randomUUID() });
  const both = await Promise.all([1, 2].map(() => codeOf(value(client, 'SELECT sleep(3)'))));
  expect(both.sort()).toEqual(['373', 'no error']);
});

it('knows the sessions of each user apart', async () => {
  const session_id = randomUUID();
  await front.client({ session_id }).command({ query: 'CREATE TEMPORARY TABLE mine (a UInt8)' });
  const reader = front.client({ ...READER, session_id } as Parameters<typeof front.client>[0]);
  expect(await codeOf(value(reader, 'SELECT count() FROM mine'))).toBe('60');
});

it('forgets a session after its time and says so when asked to check', async () => {
  const session_id = randomUUID();
  await (await front.post({ session_id, session_timeout: '8' }, 'CREATE TEMPORARY TABLE mine (a UInt8)')).text();
  expect((await front.post({ session_id, session_check: '1', session_timeout: '8' }, 'SELECT 1')).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 9_500));
  const late = await front.post({ session_id, session_check: '1' }, 'SELECT 1');
  expect(late.headers.get('x-clickhouse-exception-code')).toBe('372');
});

it('keeps a bounded number of sessions', async () => {
  const codes: Array<string | null> = [];
  for (let index = 0; index < 10; index += 1) {
    const answer = await front.post({ session_id: `many-${index}` }, 'SELECT 1');
    codes.push(answer.headers.get('x-clickhouse-exception-code'));
  }
  expect(codes).toContain('290');
});
