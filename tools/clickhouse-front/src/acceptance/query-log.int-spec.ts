import { readdirSync, readFileSync } from 'node:fs';
import { codeOf, FrontProcess, rows, value, WRITER } from './front-process';

let front: FrontProcess;
beforeAll(async () => {
  front = await FrontProcess.start();
});
afterAll(() => front.stop());

it('writes down each finished query: who, what, how long, how much, how it ended', async () => {
  const client = front.client();
  await client.command({ query: 'CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a', query_id: 'create' });
  await client.insert({ table: 't', values: [{ a: 1 }, { a: 2 }], format: 'JSONEachRow', query_id: 'insert' });
  const result = await client.query({
    query: 'SELECT a FROM t WHERE a < {limit:UInt64} ORDER BY a',
    format: 'JSONEachRow',
    query_id: 'select',
    query_params: { limit: 98_765 },
    clickhouse_settings: { log_comment: 'a test' },
  });
  await result.text();
  await codeOf(client.command({ query: 'SELECT nope', query_id: 'wrong' }));
  await client.command({ query: 'SYSTEM FLUSH LOGS' });
  const columns = 'query_id, user, kind, result_rows, written_rows, result_bytes, exception_code, log_comment';
  const log = await rows(
    client,
    `SELECT ${columns} FROM system_log.query_log WHERE query_id IN ('create', 'insert', 'select', 'wrong') ORDER BY query_id`,
  );
  const common = {
    user: WRITER.username,
    result_rows: 0,
    written_rows: 0,
    result_bytes: 0,
    exception_code: 0,
    log_comment: '',
  };
  expect(log).toEqual([
    { ...common, query_id: 'create', kind: 'write' },
    { ...common, query_id: 'insert', kind: 'insert', written_rows: 2 },
    { ...common, query_id: 'select', kind: 'select', result_rows: 2, result_bytes: 16, log_comment: 'a test' },
    { ...common, query_id: 'wrong', kind: 'select', exception_code: 47 },
  ]);
  const text = await value(client, "SELECT query FROM system_log.query_log WHERE query_id = 'select'");
  expect(text).toContain('{limit:UInt64}');
  expect(text).not.toContain('98765');
});

it('cuts long statements and never holds a password', async () => {
  const client = front.client();
  await client.command({ query: `SELECT '${'ж'.repeat(10_000)}' /* end */`, query_id: 'long' });
  await (
    await fetch(
      `${front.url}/?${new URLSearchParams({ user: WRITER.username, password: WRITER.password, query: 'SELECT 1' })}`,
    )
  ).text();
  await client.command({ query: 'SYSTEM FLUSH LOGS' });
  const length = await value(client, "SELECT length(query) FROM system_log.query_log WHERE query_id = 'long'");
  expect(Number(length)).toBeLessThanOrEqual(4_100);
  const all = await rows<{ line: string }>(client, 'SELECT toJSONString(tuple(*)) AS line FROM system_log.query_log');
  expect(all.filter(({ line }) => line.includes(WRITER.password))).toEqual([]);
  expect(front.errors).not.toContain(WRITER.password);
});

it('is written without being asked, and when the front stops', async () => {
  const client = front.client();
  await client.command({ query: 'SELECT 1', query_id: 'last-one' });
  await client.close();
  front.signal('SIGTERM');
  await front.ended();
  await front.launch();
  expect(await value(front.client(), "SELECT count() FROM system_log.query_log WHERE query_id = 'last-one'")).toBe('1');
  expect(readdirSync(front.directory).filter((name) => name !== 'data')).toEqual(['users.json']);
  expect(readFileSync(`${front.directory}/data/front-engine.xml`, 'utf8')).not.toContain(WRITER.password);
});
