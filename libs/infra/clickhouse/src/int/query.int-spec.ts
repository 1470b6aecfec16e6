import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { register } from 'prom-client';
import * as domain from '@analytics/domain';
import { sql, statement } from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { ClickHouse } from '../clickhouse';
import { QueryTimedOut, QueryTooExpensive, StatementFailed } from '../errors/clickhouse-errors';
import { explain, ExplainFailed } from '../explain';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const limits = { maxRows: 2_000_000, maxSeconds: 30, maxMemoryBytes: 1e9, maxRowsToRead: 1e9 };
const ask = <Row>(query: domain.SqlFragment, changes: Partial<domain.StatementLimits> = {}) =>
  statement<Row>({ name: 'test-question', query, limits: { ...limits, ...changes } });

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** What is held: how much garbage lies about as well depends on how busy the machine is. */
function heldMegabytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

/** Minutes of work that answers with one row. */
const heavy = sql`SELECT max(sipHash64(number)) AS top FROM numbers(100000000000)`;

describe('the warehouse answers', () => {
  let warehouse: Warehouse;
  const run = <Row>(query: domain.SqlFragment, changes: Partial<domain.StatementLimits> = {}) =>
    warehouse.clickhouse.run(ask<Row>(query, changes));

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-query', { databases: ['clickhouse'] }));
  });
  afterAll(() => warehouse.close());

  it('giving way to others as far as its service does', async () => {
    const niceness = ask<{ query: number; views: number }>(
      sql`SELECT getSetting('os_threads_nice_value_query') AS query, getSetting('os_threads_nice_value_materialized_view') AS views`,
    );
    const background = new ClickHouse({ ...warehouse.config, niceness: 7 });
    expect(await warehouse.clickhouse.run(niceness)).toEqual([{ query: 0, views: 0 }]);
    expect(await background.run(niceness)).toEqual([{ query: 7, views: 7 }]);
    await background.onApplicationShutdown();
  });

  it.each([
    "'",
    "' OR 1=1 --",
    '\\',
    "\\' OR '",
    '\\N',
    'NULL',
    '{p1:String}',
    '$1',
    '/*',
    '; DROP TABLE t',
    '\t\r\n',
    'a\0b',
    'Ёлка “🎄”',
    '%27',
    '+&=#?',
    '',
  ])('with the hostile text %j taken literally, alone and in a list', async (hostile) => {
    const list = [hostile, 'b', `${hostile}${hostile}`];
    const query = sql`SELECT ${domain.text(hostile)} AS one, ${domain.textList(list)} AS many, ${domain.nullable(domain.text)(hostile)} AS maybe`;
    expect(await run(query)).toEqual([{ one: hostile, many: list, maybe: hostile }]);
  });

  it('with every bound type as its own', async () => {
    const at = new Date('1969-12-31T23:59:59.999Z');
    const id = '0198f3a0-1234-7abc-9def-0123456789ab';
    const query = sql`SELECT ${domain.time(at)} AS at, ${domain.day('2024-02-29')} AS day, ${domain.uuid(id)} AS id,
      ${domain.uint64(18446744073709551615n)} AS big, ${domain.int8(-1)} AS small, ${domain.decimal(18, 4)('-12.5')} AS price,
      ${domain.float64(0.1)} AS part, ${domain.bool(false)} AS flag, ${domain.nullable(domain.uint32)(null)} AS none,
      ${domain.uint64List([0, 18446744073709551615n])} AS bigs, ${domain.listOf(domain.time)([at])} AS times, ${domain.listOf(domain.bool)([true])} AS flags,
      ${domain.dayList(['2024-02-29'])} AS days, ${domain.listOf(domain.nullable(domain.text))([null, 'NULL'])} AS texts, ${domain.uuidList([])} AS nobody`;
    expect(await run(query)).toEqual([
      {
        at: '1969-12-31T23:59:59.999Z',
        day: '2024-02-29',
        id,
        big: '18446744073709551615',
        small: -1,
        price: '-12.5',
        part: 0.1,
        flag: false,
        none: null,
        bigs: ['0', '18446744073709551615'],
        times: ['1969-12-31T23:59:59.999Z'],
        flags: [true],
        days: ['2024-02-29'],
        texts: [null, 'NULL'],
        nobody: [],
      },
    ]);
  });

  it('to lists too long for a request line', async () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `name-${i}-Ё'`);
    expect(
      await run(sql`SELECT length(${domain.textList(names)}) AS n, ${domain.textList(names)}[5000] AS last`),
    ).toEqual([{ n: '5000', last: names[4_999] }]);
  });

  it.each<[string, domain.SqlFragment, Partial<domain.StatementLimits>]>([
    ['too many rows in the answer', sql`SELECT number FROM numbers(101)`, { maxRows: 100 }],
    ['too many rows to read', sql`SELECT sum(number) FROM numbers(1001)`, { maxRowsToRead: 1_000 }],
    [
      'too much memory',
      sql`SELECT groupArray(toString(number)) FROM numbers(10000000)`,
      { maxMemoryBytes: 50_000_000 },
    ],
  ])('with QUERY_TOO_EXPENSIVE to %s', async (_, query, changes) => {
    const error = await run(query, changes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(QueryTooExpensive);
    expect(error).toMatchObject({ kind: 'refused', code: 'QUERY_TOO_EXPENSIVE', statement: 'test-question' });
  });

  it('with exactly as many rows as the limit allows', async () => {
    expect(await run(sql`SELECT number FROM numbers(100)`, { maxRows: 100 })).toHaveLength(100);
  });

  it('with QUERY_TIMEOUT to what takes too long', async () => {
    const endless = run(heavy, { maxSeconds: 1, maxRowsToRead: 1e12 });
    await expect(endless).rejects.toBeInstanceOf(QueryTimedOut);
  });

  it.each<[string, domain.SqlFragment, number]>([
    ['an unknown column', sql`SELECT nothing_like_that`, 47],
    ['an unknown table', sql`SELECT 1 FROM nothing_like_that`, 60],
    ['a syntax error', sql`SELECT FROM WHERE`, 62],
    ['a wrong type', sql`SELECT 1 + ${domain.text('secret of a user')}`, 43],
  ])('with an internal error to %s, without the engine text', async (_, query, engineCode) => {
    const error = await run(query).catch((thrown: unknown) => thrown as StatementFailed);
    expect(error).toBeInstanceOf(StatementFailed);
    expect(error).toMatchObject({ kind: 'internal', engineCode });
    expect(`${(error as StatementFailed).message}${JSON.stringify(error)}`).not.toMatch(/secret|nothing_like_that/);
  });

  it.each<[string, domain.SqlFragment]>([
    ['create a table', sql`CREATE TABLE sneaky (a Int8) ENGINE = Memory`],
    ['insert', sql`INSERT INTO FUNCTION null('a Int8') VALUES (1)`],
    ['lift a limit', sql`SELECT 1 SETTINGS max_result_rows = 0`],
  ])('with a refusal to %s: a statement only reads', async (_, query) => {
    await expect(run(query)).rejects.toMatchObject({ kind: 'internal', engineCode: 164 });
  });

  it('with a plan, or with the reason why a statement does not fit the schema', async () => {
    expect(
      (await explain(warehouse.config, ask(sql`SELECT ${domain.text('x')} FROM numbers(10)`))).length,
    ).toBeGreaterThan(0);
    await expect(explain(warehouse.config, ask(sql`SELECT nothing_like_that`))).rejects.toThrow(/nothing_like_that/);
    await expect(explain(warehouse.config, ask(sql`SELECT nothing_like_that`))).rejects.toBeInstanceOf(ExplainFailed);
  });

  it('and counts calls, rows, errors and reached limits by the name of the statement', async () => {
    const named = (query: domain.SqlFragment, maxRows: number) =>
      statement({ name: 'counted', query, limits: { ...limits, maxRows } });
    await warehouse.clickhouse.run(named(sql`SELECT number FROM numbers(7)`, 10));
    await warehouse.clickhouse.run(named(sql`SELECT number FROM numbers(11)`, 10)).catch(() => undefined);
    const text = (await register.metrics()).split('\n').filter((line) => line.includes('statement="counted"'));
    expect(text).toEqual(
      expect.arrayContaining([
        'analytics_clickhouse_seconds_count{statement="counted",pool="default"} 2',
        'analytics_clickhouse_rows_total{statement="counted",pool="default"} 7',
        'analytics_clickhouse_errors_total{statement="counted",pool="default",error="QueryTooExpensive"} 1',
        'analytics_clickhouse_limit_reached_total{statement="counted",pool="default",code="QUERY_TOO_EXPENSIVE"} 1',
      ]),
    );
  });

  it('under the settings that our promises rest on', async () => {
    await expect(warehouse.clickhouse.assertServerSettings()).resolves.toBeUndefined();
  });
});

describe('a stream of rows', () => {
  let warehouse: Warehouse;
  const wide = ask<{ n: string; pad: string }>(sql`SELECT number AS n, repeat('x', 100) AS pad FROM numbers(1000000)`, {
    // A busy machine takes its time for a million objects: what this asks is memory.
    maxSeconds: 120,
  });
  const endless = (mark: string) =>
    statement<{ n: string }>({
      name: 'endless-stream',
      query: sql`SELECT number AS n, ${domain.text(mark)} AS mark FROM numbers(1000000000)`,
      limits: { ...limits, maxRows: 2e9, maxRowsToRead: 2e9 },
    });

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-stream', { databases: ['clickhouse'] }));
  });
  afterAll(() => warehouse.close());

  const running = statement<{ queries: string }>({
    name: 'running-streams',
    query: sql`SELECT count() AS queries FROM system.processes WHERE query LIKE '%numbers(1000000000)%' AND query NOT LIKE '%system.processes%'`,
    limits,
  });
  const untilStopped = async () => {
    while ((await warehouse.clickhouse.run(running))[0]?.queries !== '0') await sleep(50);
  };

  it('carries a million rows without holding them', async () => {
    const before = heldMegabytes();
    let peak = before;
    let count = 0;
    let sum = 0;
    for await (const row of warehouse.clickhouse.stream(wide)) {
      sum += Number(row.n);
      if (++count % 100_000 === 0) peak = Math.max(peak, heldMegabytes());
    }
    expect([count, sum]).toEqual([1_000_000, 499_999_500_000]);
    // The rows are more than 120 MB as text and several times that as objects.
    expect(peak - before).toBeLessThan(50);
  });

  it('waits for a slow reader instead of running ahead', async () => {
    const before = heldMegabytes();
    let count = 0;
    for await (const _ of warehouse.clickhouse.stream(endless('slow'))) {
      if (++count % 10_000 === 0) await sleep(20);
      if (count === 200_000) break;
    }
    expect(heldMegabytes() - before).toBeLessThan(50);
    await untilStopped();
  });

  it('is cancelled on the server when the reader leaves early', async () => {
    const rows = warehouse.clickhouse.stream(endless('early'));
    await rows.next();
    expect(await warehouse.clickhouse.run(running)).not.toEqual([{ queries: '0' }]);
    await rows.return();
    await untilStopped();
  });

  it('ends with the reason of its signal, and on the server too', async () => {
    const controller = new AbortController();
    const reason = new Error('the client went away');
    const reading = (async () => {
      for await (const row of warehouse.clickhouse.stream(endless('signal'), { signal: controller.signal })) {
        if (row.n === '1000') controller.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    await untilStopped();
  });

  it('is refused when it passes its limit of rows', async () => {
    const reading = (async () => {
      for await (const _ of warehouse.clickhouse.stream(
        ask(sql`SELECT number FROM numbers(1000000)`, { maxRows: 1_000 }),
      )) {
        void _;
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(QueryTooExpensive);
  });

  it('does not start for a signal that was given before', async () => {
    const reason = new Error('too late');
    await expect(warehouse.clickhouse.run(wide, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('calls a running question off', async () => {
    const controller = new AbortController();
    const question = warehouse.clickhouse.run(ask(heavy, { maxRowsToRead: 1e12 }), { signal: controller.signal });
    const reason = new Error('called off');
    setTimeout(() => controller.abort(reason), 100);
    await expect(question).rejects.toBe(reason);
  });
});
