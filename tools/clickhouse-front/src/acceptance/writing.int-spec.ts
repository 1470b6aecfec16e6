import { request } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { codeOf, eventually, FrontProcess, rows, value, WRITER } from './front-process';

let front: FrontProcess;
let client: ClickHouseClient;

beforeAll(async () => {
  front = await FrontProcess.start({ CLICKHOUSE_FRONT_MAX_BODY_BYTES: '50000000' });
  client = front.client();
});
afterAll(() => front.stop());

let numberOfTables = 0;
async function aTable(columns = 'a UInt64, b String', settings = ''): Promise<string> {
  const table = `t${(numberOfTables += 1)}`;
  await client.command({ query: `CREATE TABLE ${table} (${columns}) ENGINE = MergeTree ORDER BY a ${settings}` });
  return table;
}
const count = async (table: string) => Number(await value(client, `SELECT count() FROM ${table}`));

/** Starts an insert by hand and drops the connection before the body is whole. */
async function cutShort(table: string, headers: Record<string, string | number>, body: Buffer): Promise<void> {
  const target = new URL(`${front.url}/?query=${encodeURIComponent(`INSERT INTO ${table} FORMAT JSONEachRow`)}`);
  const auth = { 'X-ClickHouse-User': WRITER.username, 'X-ClickHouse-Key': WRITER.password };
  await new Promise<void>((resolve) => {
    const outgoing = request(target, { method: 'POST', headers: { ...auth, ...headers } });
    outgoing.on('error', () => resolve());
    outgoing.write(body, () => setTimeout(() => outgoing.destroy(), 100));
    outgoing.on('close', () => resolve());
  });
}

describe('rows', () => {
  it('of a client are written and counted', async () => {
    const table = await aTable();
    const { summary } = await client.insert({
      table,
      format: 'JSONEachRow',
      values: [
        { a: 1, b: 'Привет' },
        { a: 2, b: "it's" },
      ],
    });
    expect(summary).toMatchObject({ written_rows: '2' });
    expect(await rows(client, `SELECT * FROM ${table} ORDER BY a`)).toEqual([
      { a: 1, b: 'Привет' },
      { a: 2, b: "it's" },
    ]);
  });

  it('of a stream of 500 000 arrive in one part', async () => {
    const table = await aTable();
    const stream = Readable.from(
      (function* () {
        for (let a = 0; a < 500_000; a += 1) yield { a, b: `row ${a % 100}` };
      })(),
    );
    await client.insert({ table, format: 'JSONEachRow', values: stream });
    expect(await rows(client, `SELECT count() AS n, uniq(_part) AS parts FROM ${table}`)).toEqual([
      { n: 500_000, parts: 1 },
    ]);
  });

  it('may be compressed', async () => {
    const table = await aTable();
    const packed = front.client({ compression: { request: true, response: true } });
    await packed.insert({ table, format: 'JSONEachRow', values: [{ a: 1, b: 'x' }] });
    await front.post({ query: `INSERT INTO ${table} FORMAT CSV` }, gzipSync('2,y\n'), { 'content-encoding': 'gzip' });
    expect(await count(table)).toBe(2);
  });

  it('may be VALUES with expressions, in the URL, in the body, or begun in one and ended in the other', async () => {
    const table = await aTable();
    await client.command({ query: `INSERT INTO ${table} VALUES (1 + 1, upper('abc')), (3, 'a;b');` });
    await front.post({ query: `INSERT INTO ${table} VALUES (4, 'u')` });
    await front.post({ query: `INSERT INTO ${table}` }, "VALUES (5, 'b')");
    await front.post({ query: `INSERT INTO ${table} FORMAT CSV` }, '6,c\n');
    await front.post({}, `INSERT INTO ${table} FORMAT CSV\n7,d\n8,e\n`);
    expect(await value(client, `SELECT arraySort(groupArray((a, b))) FROM ${table}`)).toBe(
      '2,ABC,3,a;b,4,u,5,b,6,c,7,d,8,e',
    );
  });

  it('may come from a query', async () => {
    const table = await aTable();
    await client.command({
      query: `INSERT INTO ${table} SELECT number, 'n' FROM numbers({n:UInt32})`,
      query_params: { n: 7 },
    });
    expect(await count(table)).toBe(7);
  });

  it('may be RowBinary, byte for byte', async () => {
    const table = await aTable('a UInt64, b String');
    const row = (a: number, b: Buffer) => {
      const key = Buffer.alloc(8);
      key.writeBigUInt64LE(BigInt(a));
      return Buffer.concat([key, Buffer.from([b.length]), b]);
    };
    const bytes = Buffer.from([0, 1, 10, 13, 39, 59, 92, 128, 200, 255]);
    const values = Readable.from([row(1, bytes), row(2, Buffer.from(';'))], { objectMode: false });
    await client.exec({ query: `INSERT INTO ${table} FORMAT RowBinary`, values });
    expect(await rows(client, `SELECT a, hex(b) AS h FROM ${table} ORDER BY a`)).toEqual([
      { a: 1, h: bytes.toString('hex').toUpperCase() },
      { a: 2, h: '3B' },
    ]);
  });

  it('go out as Parquet and come in as Parquet', async () => {
    const table = await aTable('a UInt64, b String, c Nullable(DateTime64(3))');
    const { stream } = await client.exec({
      query: `SELECT number AS a, toString(number) AS b, if(number % 2, NULL, toDateTime64(number, 3)) AS c FROM numbers(10000) FORMAT Parquet`,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const file = Buffer.concat(chunks);
    expect([file.subarray(0, 4).toString(), file.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
    const values = Readable.from([file], { objectMode: false });
    (await client.exec({ query: `INSERT INTO ${table} FORMAT Parquet`, values })).stream.resume();
    expect(await eventually(async () => (await count(table)) === 10_000)).toBe(true);
  });

  it('of an asynchronous insert are there when it is acknowledged', async () => {
    const table = await aTable();
    const clickhouse_settings = { async_insert: 1, wait_for_async_insert: 1 } as const;
    await client.insert({ table, format: 'JSONEachRow', values: [{ a: 1, b: 'x' }], clickhouse_settings });
    expect(await count(table)).toBe(1);
  });

  it('are changed by mutations and removed by lightweight deletes', async () => {
    const table = await aTable();
    await client.command({ query: `INSERT INTO ${table} SELECT number, 'old' FROM numbers(10)` });
    const clickhouse_settings = { mutations_sync: '2' } as const;
    await client.command({ query: `ALTER TABLE ${table} UPDATE b = 'new' WHERE a < 3`, clickhouse_settings });
    await client.command({ query: `DELETE FROM ${table} WHERE a >= 8` });
    expect(await rows(client, `SELECT b, count() AS n FROM ${table} GROUP BY b ORDER BY b`)).toEqual([
      { b: 'new', n: 3 },
      { b: 'old', n: 5 },
    ]);
  });
});

it('serves dictionaries and refreshable materialized views', async () => {
  const table = await aTable();
  await client.insert({ table, format: 'JSONEachRow', values: [{ a: 7, b: 'seven' }] });
  await client.command({
    query: `CREATE DICTIONARY ${table}_names (a UInt64, b String) PRIMARY KEY a
      SOURCE(CLICKHOUSE(TABLE '${table}')) LAYOUT(HASHED()) LIFETIME(0)`,
  });
  expect(await value(client, `SELECT dictGet('${table}_names', 'b', 7::UInt64)`)).toBe('seven');
  // The engine's `default` database is of a kind that does not take them.
  await client.command({ query: 'CREATE DATABASE atomic' });
  await client.command({
    query: `CREATE MATERIALIZED VIEW atomic.hourly REFRESH EVERY 1 HOUR ENGINE = MergeTree ORDER BY n AS SELECT count() AS n FROM default.${table}`,
  });
  const isFilled = async () => (await value(client, `SELECT count() FROM atomic.hourly`)) === '1';
  expect(await eventually(isFilled)).toBe(true);
});

describe('nothing is inserted', () => {
  const lines = Buffer.from('{"a":1,"b":"x"}\n'.repeat(1000));

  it.each([
    ['shorter than it said', { 'content-length': lines.length * 2 }, lines],
    ['chunked and cut off', { 'transfer-encoding': 'chunked' }, lines],
    [
      'compressed and cut off',
      { 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' },
      gzipSync(lines).subarray(0, 40),
    ],
  ])('when the body is %s', async (_, headers, body) => {
    const table = await aTable();
    await cutShort(table, headers, body);
    const received = () => readdirSync(path.join(front.directory, 'data/transfer')).length;
    expect(await eventually(() => Promise.resolve(received() === 0))).toBe(true);
    expect(await count(table)).toBe(0);
  });

  it('when the body is no gzip though it says so', async () => {
    const table = await aTable();
    const answer = await front.post({ query: `INSERT INTO ${table} FORMAT CSV` }, '1,x', {
      'content-encoding': 'gzip',
    });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([500, '33']);
    expect(await count(table)).toBe(0);
  });

  it('when the body is longer than allowed', async () => {
    const table = await aTable();
    const answer = await front.post({ query: `INSERT INTO ${table} FORMAT CSV` }, '1,xxxxxx\n'.repeat(6_000_000));
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('290');
    expect(await count(table)).toBe(0);
  });

  it('when a row is wrong, and the error names no file of the front', async () => {
    const table = await aTable();
    const answer = await front.post(
      { query: `INSERT INTO ${table} FORMAT JSONEachRow` },
      '{"a":1,"b":"x"}\n{"a":"one"}\n',
    );
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain(front.directory);
    expect(await count(table)).toBe(0);
  });

  it('into a table that is not there', async () => {
    expect(await codeOf(client.insert({ table: 'nowhere', format: 'JSONEachRow', values: [{ a: 1 }] }))).toBe('60');
  });

  it('by a list of statements', async () => {
    const table = await aTable();
    expect(await codeOf(client.command({ query: `INSERT INTO ${table} VALUES (1, 'x'); DROP TABLE ${table}` }))).toBe(
      '62',
    );
    expect(await codeOf(client.command({ query: `INSERT INTO ${table} SELECT 1, 'x'; DROP TABLE ${table}` }))).toBe(
      '62',
    );
    expect((await front.post({ query: `INSERT INTO ${table} VALUES (1, 'x'); DROP TABLE ${table}` })).status).toBe(400);
    expect(await count(table)).toBe(0);
  });
});

describe('an insert sent again under the same token', () => {
  const settings = (token: string) =>
    ({
      insert_deduplicate: 1,
      deduplicate_blocks_in_dependent_materialized_views: 1,
      insert_deduplication_token: token,
    }) as const;

  it('is written once, also into the materialized views of its table', async () => {
    const window = 'SETTINGS non_replicated_deduplication_window = 100';
    const table = await aTable('a UInt64, b String', window);
    await client.command({
      query: `CREATE TABLE ${table}_sums (b String, n UInt64) ENGINE = SummingMergeTree ORDER BY b ${window}`,
    });
    await client.command({
      query: `CREATE MATERIALIZED VIEW ${table}_mv TO ${table}_sums AS SELECT b, count() AS n FROM ${table} GROUP BY b`,
    });
    const values = Array.from({ length: 1000 }, (_, a) => ({ a, b: `b${a % 3}` }));
    const insert = (token: string) =>
      client.insert({
        table,
        format: 'JSONEachRow',
        values,
        clickhouse_settings: { ...settings(token), async_insert: 0 },
      });
    await insert('one');
    await insert('one');
    expect([await count(table), await value(client, `SELECT sum(n) FROM ${table}_sums`)]).toEqual([1000, '1000']);
    await insert('two');
    expect([await count(table), await value(client, `SELECT sum(n) FROM ${table}_sums`)]).toEqual([2000, '2000']);
  });
});
