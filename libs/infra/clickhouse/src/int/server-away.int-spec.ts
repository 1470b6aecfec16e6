import { Test } from '@nestjs/testing';
import { col, insertTable, sql, statement, uint32List, Unavailable } from '@analytics/domain';
import { type ReadinessCheck, ReadinessRegistry } from '@analytics/service-kit';
import { eventually, type PrivateStore, sleep, startPrivateStore } from '@analytics/testing';
import { ClickHouse } from '../clickhouse';
import { ClickHouseConfig } from '../clickhouse.config';
import { ClickHouseModule } from '../clickhouse.module';
import { adminOf, configFor } from './warehouse.spec-support';

const limits = { maxRows: 2e9, maxSeconds: 30, maxMemoryBytes: 1e9, maxRowsToRead: 2e9 };
const one = statement<{ one: number }>({
  name: 'one',
  query: sql`SELECT 1 AS one`,
  limits: { ...limits, maxSeconds: 1 },
});
const endless = statement<{ n: string }>({
  name: 'endless',
  query: sql`SELECT number AS n FROM numbers(1000000000)`,
  limits,
});
const SALES = insertTable('sales', { batch: col.uint32, id: col.uint64 });
const total = (doubtful: readonly number[]) =>
  statement<{ rows: string; ids: string; mart: string }>({
    name: 'total-sales',
    query: sql`SELECT count() AS rows, uniqExact(batch, id) AS ids,
        (SELECT sum(sales) FROM sales_per_batch WHERE batch NOT IN ${uint32List(doubtful)}) AS mart
      FROM sales WHERE batch NOT IN ${uint32List(doubtful)}`,
    limits,
  });

describe('while the server is away', () => {
  let server: PrivateStore<'clickhouse'>;
  let config: ClickHouseConfig;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    server = await startPrivateStore('clickhouse');
    config = configFor(
      { ...server.connection, database: 'default' },
      { requestTimeoutMs: 5_000, insertTimeoutMs: 5_000 },
    );
    clickhouse = new ClickHouse(config);
  });
  afterAll(async () => {
    await clickhouse.onApplicationShutdown();
    await server.stop();
  });

  const untilAnswers = async () => {
    while ((await clickhouse.run(one).catch(() => [])).length === 0) await sleep(50);
  };

  it('says Unavailable, and answers again without a restart of ours', async () => {
    expect(await clickhouse.run(one)).toEqual([{ one: 1 }]);
    await server.kill9();
    await expect(clickhouse.run(one)).rejects.toBeInstanceOf(Unavailable);
    await server.restart();
    expect(await clickhouse.run(one)).toEqual([{ one: 1 }]);
  });

  it('ends a stream with Unavailable, never as if it were complete', async () => {
    let rows = 0;
    let killed: Promise<void> | undefined;
    const reading = (async () => {
      for await (const _ of clickhouse.stream(endless)) if (++rows === 10_000) killed = server.kill9();
    })();
    await expect(reading).rejects.toBeInstanceOf(Unavailable);
    expect(rows).toBeLessThan(1_000_000_000);
    await killed;
    await server.restart();
    await untilAnswers();
  });

  it('says Unavailable after its deadline when the server hangs, and answers when it goes on', async () => {
    server.freeze();
    await expect(clickhouse.run(one)).rejects.toBeInstanceOf(Unavailable);
    await expect(clickhouse.insert(SALES, [{ batch: 0, id: 0n }], { token: 'hang' })).rejects.toBeInstanceOf(
      Unavailable,
    );
    server.thaw();
    await untilAnswers();
  });

  it('is not ready, does not end, and is ready again when the server is back', async () => {
    const checks: ReadinessCheck[] = [];
    await server.kill9();
    const registry = { register: (check: ReadinessCheck) => void checks.push(check) };
    const globals = {
      module: class Globals {},
      global: true,
      providers: [
        { provide: ClickHouseConfig, useValue: config },
        { provide: ReadinessRegistry, useValue: registry },
      ],
      exports: [ClickHouseConfig, ReadinessRegistry],
    };
    const app = await Test.createTestingModule({ imports: [globals, ClickHouseModule] })

      .compile();
    await app.init();
    expect(checks.map(({ name }) => name)).toEqual(['clickhouse']);
    await expect(checks[0]?.check()).rejects.toBeInstanceOf(Unavailable);
    await server.restart();
    await eventually(() => checks[0]?.check());
    await expect(checks[0]?.check()).resolves.toBeUndefined();
    await app.close();
  });

  it('asks the other server where one of two is away', async () => {
    const two = new ClickHouse(Object.assign(Object.create(config), { hosts: ['127.0.0.1:1', ...config.hosts] }));
    const answers = await Promise.all(Array.from({ length: 6 }, () => two.run(one)));
    expect(answers).toEqual(Array(6).fill([{ one: 1 }]));
    await two.onApplicationShutdown();
  });

  it('stores every batch once, in the table and its view, though the server is killed again and again: in doubt are those it died of', async () => {
    const admin = adminOf(server.connection);
    const settings = 'SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1';
    await admin.command({
      query: `CREATE TABLE sales (batch UInt32, id UInt64) ENGINE = MergeTree ORDER BY (batch, id) ${settings}`,
    });
    await admin.command({
      query: `CREATE TABLE sales_per_batch (batch UInt32, sales UInt64) ENGINE = SummingMergeTree ORDER BY batch ${settings}`,
    });
    await admin.command({
      query:
        'CREATE MATERIALIZED VIEW sales_mv TO sales_per_batch AS SELECT batch, count() AS sales FROM sales GROUP BY batch',
    });
    await admin.close();
    const repeated = new Set<number>();
    const store = async (batch: number) => {
      const rows = Array.from({ length: 2_000 }, (_, id) => ({ batch, id: BigInt(id) }));
      for (;;) {
        try {
          return await clickhouse.insert(SALES, rows, { token: `batch-${batch}` });
        } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          repeated.add(batch);
          await sleep(20);
        }
      }
    };
    const kills = 4;
    let isOver = false;
    let batches = 0;
    const work = (async () => {
      for (; batches < 150 || !isOver; batches++) await store(batches);
    })();
    for (let kill = 0; kill < kills; kill++) {
      await sleep(200 + 150 * kill);
      await server.kill9();
      await server.restart();
    }
    isOver = true;
    await work;
    // A token is written a moment before its rows: whether a batch in flight is stored when the server is back, nobody can promise.
    expect(repeated.size).toBeGreaterThan(0);
    expect(repeated.size).toBeLessThanOrEqual(kills);
    const rows = String((batches - repeated.size) * 2_000);
    expect(await clickhouse.run(total([...repeated]))).toEqual([{ rows, ids: rows, mart: rows }]);
  });
});
