import { randomUUID } from 'node:crypto';
import { TupleParam, type ClickHouseClient, type ClickHouseSettings } from '@clickhouse/client';
import { codeOf, ENDLESS, eventually, FrontProcess, rows, value } from './front-process';

let front: FrontProcess;
let client: ClickHouseClient;

beforeAll(async () => {
  front = await FrontProcess.start();
  client = front.client();
});
afterAll(() => front.stop());

const ask = (query: string, format: 'JSONEachRow' | 'JSON' = 'JSONEachRow', settings = {}) =>
  client
    .query({ query, format, clickhouse_settings: settings })
    .then((result) => result.json<Record<string, unknown>>());

const runningNow = () =>
  value(
    client,
    "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE '%processes%'",
  );

it('answers a ping with and without a query', async () => {
  expect(await client.ping()).toEqual({ success: true });
  expect(await client.ping({ select: true })).toEqual({ success: true });
});

describe('parameters', () => {
  it.each([
    ['String', 'it\'s \\ "quoted"\n\tПривет 🎮 {x:String}'],
    ['String', ''],
    ['Array(String)', ["o'clock", 'запятая, скобка]', '']],
    ['Array(Array(Int32))', [[1, -2], []]],
    ['Map(String, UInt8)', { 'ключ "1"': 1, b: 2 }],
    ['Nullable(String)', null],
    ['Array(Nullable(Int32))', [1, null]],
    ['Bool', true],
    ['Float64', 0.1],
  ])('of type %s arrive as sent: %j', async (type, sent) => {
    expect(await rows(client, `SELECT {p:${type}} AS v`, { p: sent })).toEqual([{ v: sent }]);
  });

  it('are tuples too', async () => {
    expect(await rows(client, 'SELECT {p:Tuple(Int8, String)} AS v', { p: new TupleParam([1, "b's"]) })).toEqual([
      { v: [1, "b's"] },
    ]);
  });

  it('name tables and columns as identifiers', async () => {
    const params = { table: 'numbers', column: 'number' };
    const query = 'SELECT {column:Identifier} AS v FROM system.{table:Identifier} LIMIT 2';
    expect(await rows(client, query, params)).toEqual([{ v: 0 }, { v: 1 }]);
  });

  it('cannot smuggle SQL in', async () => {
    const evil = "1'); DROP TABLE x; --";
    expect(await rows(client, 'SELECT {p:String} AS v', { p: evil })).toEqual([{ v: evil }]);
    expect(await codeOf(rows(client, 'SELECT {p:UInt32} AS v', { p: '1 OR 1' }))).toBe('457');
  });

  it('too long for a URL come as a form', async () => {
    const long = 'я'.repeat(100_000);
    const result = await client.query({
      query: 'SELECT length({p:String}) AS v',
      format: 'JSONEachRow',
      query_params: { p: long },
      use_multipart_params: true,
    });
    expect(await result.json()).toEqual([{ v: 200_000 }]);
  });

  it('that are missing are an error', async () => {
    expect(await codeOf(rows(client, 'SELECT {nowhere:String}'))).toBe('456');
  });
});

describe('settings', () => {
  const threads = "SELECT getSetting('max_threads') AS v";

  it('count for their own query only', async () => {
    const before = await ask(threads);
    expect(await ask(threads, 'JSONEachRow', { max_threads: 3 })).toEqual([{ v: 3 }]);
    expect(await ask(threads)).toEqual(before);
  });

  it('that nobody knows are an error', async () => {
    expect(await codeOf(ask('SELECT 1', 'JSONEachRow', { no_such_setting: 1 }))).toBe('115');
  });

  it('of parallel queries do not mix', async () => {
    const asked = Array.from({ length: 20 }, (_, index) => 1 + (index % 5));
    const got = await Promise.all(asked.map((max_threads) => ask(threads, 'JSONEachRow', { max_threads })));
    expect(got).toEqual(asked.map((v) => [{ v }]));
  });
});

describe('errors', () => {
  it.each([
    ['47', 404, 'SELECT nope FROM numbers(1)', {}],
    ['60', 404, 'SELECT * FROM nowhere', {}],
    ['62', 400, 'SELEC 1', {}],
    ['62', 400, '1', {}],
    ['81', 404, 'SELECT 1', { database: 'nowhere' }],
    ['159', 408, 'SELECT count() FROM numbers(100000000000)', { max_execution_time: '0.2' }],
    ['164', 500, 'SELECT 1 SETTINGS max_threads = 1', { readonly: '1' }],
    ['241', 500, 'SELECT groupArray(number) FROM numbers(50000000)', { max_memory_usage: '50000000' }],
    ['396', 500, 'SELECT number FROM numbers(100)', { max_result_rows: '10', result_overflow_mode: 'throw' }],
    ['497', 403, "SELECT * FROM file('/etc/passwd')", {}],
    ['511', 404, 'SELECT 1', { role: 'admin' }],
  ])('with code %s come with status %i: %s %j', async (code, status, query, settings) => {
    const answer = await front.post(settings, query);
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, code]);
    expect(await answer.text()).toMatch(
      new RegExp(`^Code: ${code}\\. DB::Exception: .*\\([A-Z_]+\\) \\(version [0-9.]+\\)\n$`, 's'),
    );
  });

  it('carry their code and type into the client', async () => {
    const limits: ClickHouseSettings = { max_memory_usage: '50000000' };
    const asked = ask('SELECT groupArray(number) FROM numbers(50000000)', 'JSON', limits);
    await expect(asked).rejects.toMatchObject({ code: '241', type: 'MEMORY_LIMIT_EXCEEDED' });
    await expect(ask('SELECT nope')).rejects.toMatchObject({ code: '47', type: 'UNKNOWN_IDENTIFIER' });
  });

  it('in the middle of a stream reach the reader after the rows before them', async () => {
    const query = 'SELECT throwIf(number = 500000) AS x, number FROM numbers(1000000)';
    expect(await codeOf(rows(client, query))).toBe('395');
  });

  it('in the middle of a compressed stream end it with an error', async () => {
    const packed = front.client({ compression: { response: true } });
    const code = await codeOf(rows(packed, 'SELECT throwIf(number = 500000) AS x, number FROM numbers(1000000)'));
    expect(['395', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR']).toContain(code);
  });

  it('in the middle of a CSV stream cut the connection, so that half a file never looks whole', async () => {
    const answer = await front.post(
      {},
      'SELECT throwIf(number = 500000) AS x, number FROM numbers(1000000) FORMAT CSV',
    );
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('are a status when the client waits for the end of the query', async () => {
    const query = 'SELECT throwIf(number = 500000) AS x, number FROM numbers(1000000) FORMAT CSV';
    expect((await front.post({ wait_end_of_query: '1' }, query)).status).toBe(500);
  });
});

describe('results', () => {
  it('come in every format, named in the statement or outside it', async () => {
    const answer = async (query: Record<string, string>, body: string) => (await front.post(query, body)).text();
    expect(await answer({ default_format: 'CSVWithNames' }, 'SELECT number AS n FROM numbers(2)')).toBe('"n"\n0\n1\n');
    expect(await answer({ query: 'SELECT 1 AS a' }, 'FORMAT CSV;')).toBe('1\n');
    expect(await answer({ query: 'SELECT 1 AS a, 2 AS b' }, 'FORMAT TSVWithNames')).toBe('a\tb\n1\t2\n');
    expect(await answer({}, "SHOW DATABASES LIKE 'system'")).toBe('system\n');
    expect(await answer({ default_format: 'CSVWithNames' }, 'SELECT number AS n FROM numbers(200000)')).toHaveLength(
      1_288_894,
    );
  });

  it('as JSON carry their types and counts', async () => {
    const result = await client.query({ query: 'SELECT 1 AS a, toUInt64(2) AS b', format: 'JSON' });
    expect(await result.json()).toMatchObject({
      meta: [
        { name: 'a', type: 'UInt8' },
        { name: 'b', type: 'UInt64' },
      ],
      rows: 1,
    });
  });

  it('are empty when there is nothing', async () => {
    expect(await ask('SELECT 1 AS a WHERE 0')).toEqual([]);
    expect(await ask('SELECT 1 AS a WHERE 0', 'JSON')).toMatchObject({ data: [], rows: 0 });
  });

  it('are compressed when the client asks', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const answer = await front.post({ enable_http_compression: '1' }, 'SELECT number FROM numbers(100000)', headers);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toHaveLength(588_890);
    const packed = front.client({ compression: { response: true, request: true } });
    expect(await rows(packed, 'SELECT count() AS n FROM numbers(10)')).toEqual([{ n: 10 }]);
  });

  it('of two million rows stream through without being gathered', async () => {
    const result = await client.query({
      query: 'SELECT number, toString(number) AS s FROM numbers(2000000)',
      format: 'JSONEachRow',
    });
    let count = 0;
    for await (const batch of result.stream()) count += batch.length;
    expect(count).toBe(2_000_000);
  });

  it('wait for a slow reader', async () => {
    const queryId = randomUUID();
    const query = "SELECT number, sleepEachRow(0.0000001), repeat('x', 1000) FROM numbers(2000000)";
    const result = await client.query({ query, format: 'JSONEachRow', query_id: queryId });
    const stream = result.stream();
    await new Promise((resolve) => stream.once('readable', resolve));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await runningNow()).toBe('1');
    result.close();
    expect(await eventually(async () => (await runningNow()) === '0')).toBe(true);
  });
});

describe('a query whose client leaves', () => {
  it.each(['JSONEachRow', 'JSON'] as const)('is cancelled (%s)', async (format) => {
    const leave = new AbortController();
    const asked = client.query({ query: ENDLESS, format, abort_signal: leave.signal });
    expect(await eventually(async () => (await runningNow()) === '1')).toBe(true);
    leave.abort();
    await expect(asked).rejects.toThrow('abort');
    expect(await eventually(async () => (await runningNow()) === '0')).toBe(true);
  });

  it('is cancelled in the middle of its rows', async () => {
    const result = await client.query({
      query: 'SELECT number, sleepEachRow(0.00001) FROM system.numbers',
      format: 'JSONEachRow',
    });
    for await (const batch of result.stream()) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    result.close();
    expect(await eventually(async () => (await runningNow()) === '0')).toBe(true);
  });
});
