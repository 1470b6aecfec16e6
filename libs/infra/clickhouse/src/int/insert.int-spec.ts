import { col, insertTable, sql, statement } from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { ClickHouse } from '../clickhouse';
import { InsertOutcomeUnknown, RowsRefused, StatementFailed } from '../errors/clickhouse-errors';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const limits = { maxRows: 100, maxSeconds: 30, maxMemoryBytes: 1e9, maxRowsToRead: 1e7 };
const VIEWS = insertTable('views', {
  id: col.uint64,
  day: col.date,
  game: col.lowCardinality(col.string),
  note: col.string,
});
const viewsOf = (count: number, note = '', from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    id: BigInt(from + i),
    day: `2026-0${1 + (i % 3)}-01`,
    game: `game-${i % 50}`,
    note,
  }));

const total = statement<{ rows: string; sum: string; note_bytes: string }>({
  name: 'total-views',
  query: sql`SELECT count() AS rows, sum(id) AS sum, sum(length(note)) AS note_bytes FROM views`,
  limits,
});
const mart = statement<{ views: string }>({
  name: 'mart-views',
  query: sql`SELECT sum(views) AS views FROM views_per_day`,
  limits,
});
const parts = statement<{ parts: string }>({
  name: 'view-parts',
  query: sql`SELECT uniqExact(_part) AS parts FROM views`,
  limits,
});

describe('insert', () => {
  let warehouse: Warehouse;
  const ddl = (query: string) =>
    warehouse.admin.command({ query: query.replaceAll('{db}', warehouse.config.database) });

  beforeEach(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-insert', { databases: ['clickhouse'] }), {
      maxInsertRows: 200_000,
    });
    const settings = 'SETTINGS non_replicated_deduplication_window = 10000';
    await ddl(
      `CREATE TABLE {db}.views (id UInt64, day Date, game LowCardinality(String), note String, CONSTRAINT short CHECK length(note) < 1000)
       ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY id ${settings}`,
    );
    await ddl(
      `CREATE TABLE {db}.views_per_day (day Date, views UInt64) ENGINE = SummingMergeTree ORDER BY day ${settings}`,
    );
    await ddl(
      'CREATE MATERIALIZED VIEW {db}.views_per_day_mv TO {db}.views_per_day AS SELECT day, count() AS views FROM {db}.views GROUP BY day',
    );
  });
  afterEach(() => warehouse.close());

  it('stores 100 000 rows as one block: one part a partition', async () => {
    await warehouse.clickhouse.insert(VIEWS, viewsOf(100_000, 'Ёлка'), { token: 'big' });
    expect(await warehouse.clickhouse.run(total)).toEqual([
      { rows: '100000', sum: '4999950000', note_bytes: '800000' },
    ]);
    expect(await warehouse.clickhouse.run(parts)).toEqual([{ parts: '3' }]);
  });

  it('stores the same token once, in the table and in its view, and a new token again', async () => {
    const rows = viewsOf(3_000);
    for (let i = 0; i < 3; i++) await warehouse.clickhouse.insert(VIEWS, rows, { token: 'sink:t:0:1-3000' });
    expect(await warehouse.clickhouse.run(total)).toMatchObject([{ rows: '3000' }]);
    expect(await warehouse.clickhouse.run(mart)).toEqual([{ views: '3000' }]);
    await warehouse.clickhouse.insert(VIEWS, rows, { token: 'sink:t:0:3001-6000' });
    expect(await warehouse.clickhouse.run(mart)).toEqual([{ views: '6000' }]);
  });

  it('fills a view that failed the first time when the same token comes again, and stores nothing twice', async () => {
    await ddl('DROP VIEW {db}.views_per_day_mv');
    await ddl('CREATE TABLE {db}.broken (since Date) ENGINE = MergeTree ORDER BY since');
    await ddl(
      `CREATE MATERIALIZED VIEW {db}.views_per_day_mv TO {db}.views_per_day AS
       SELECT day, count() AS views FROM {db}.views WHERE NOT throwIf((SELECT count() FROM {db}.broken) > 0) GROUP BY day`,
    );
    await ddl("INSERT INTO {db}.broken VALUES ('2026-09-01')");
    await expect(warehouse.clickhouse.insert(VIEWS, viewsOf(300), { token: 'view' })).rejects.toMatchObject({
      engineCode: 395,
    });
    await ddl('TRUNCATE TABLE {db}.broken');
    await warehouse.clickhouse.insert(VIEWS, viewsOf(300), { token: 'view' });
    expect(await warehouse.clickhouse.run(total)).toMatchObject([{ rows: '300' }]);
    expect(await warehouse.clickhouse.run(mart)).toEqual([{ views: '300' }]);
  });

  it('does nothing for no rows', async () => {
    await warehouse.clickhouse.insert(VIEWS, [], { token: 'none' });
    expect(await warehouse.clickhouse.run(total)).toMatchObject([{ rows: '0' }]);
  });

  it('refuses a row that does not fit and stores nothing of its batch', async () => {
    const rows = [...viewsOf(10), { id: 10n, day: '2026-02-30', game: 'x', note: '' }];
    await expect(warehouse.clickhouse.insert(VIEWS, rows, { token: 'bad' })).rejects.toMatchObject({
      column: 'day',
      row: 10,
    });
    expect(await warehouse.clickhouse.run(total)).toMatchObject([{ rows: '0' }]);
  });

  it('names rows that the server refuses by its code, without what they hold', async () => {
    const insert = warehouse.clickhouse.insert(VIEWS, viewsOf(2, 'secret'.repeat(200)), { token: 'long' });
    const error = await insert.catch((thrown: unknown) => thrown as RowsRefused);
    expect(error).toBeInstanceOf(RowsRefused);
    expect(error).toMatchObject({ kind: 'invalid', engineCode: 469, table: 'views' });
    expect(String((error as RowsRefused).message)).not.toContain('secret');
  });

  it('calls a table that is not there a defect, not bad rows', async () => {
    const gone = insertTable('gone', { id: col.uint64 });
    await expect(warehouse.clickhouse.insert(gone, [{ id: 1n }], { token: 't' })).rejects.toBeInstanceOf(
      StatementFailed,
    );
    await expect(warehouse.clickhouse.insert(gone, [{ id: 1n }], { token: 't' })).rejects.toMatchObject({
      engineCode: 60,
    });
  });

  it('refuses more rows than one block may hold, and an empty token', async () => {
    await expect(warehouse.clickhouse.insert(VIEWS, viewsOf(200_001), { token: 't' })).rejects.toBeInstanceOf(
      RowsRefused,
    );
    await expect(warehouse.clickhouse.insert(VIEWS, viewsOf(1), { token: '' })).rejects.toBeInstanceOf(TypeError);
  });

  it('gives the caller its own reason when it calls the insert off', async () => {
    const reason = new Error('shutting down');
    const insert = warehouse.clickhouse.insert(VIEWS, viewsOf(100_000), {
      token: 't',
      signal: AbortSignal.abort(reason),
    });
    await expect(insert).rejects.toBe(reason);
  });

  it('does not know the outcome when the answer stays out, and a repeat stores the rows once', async () => {
    await ddl('DROP VIEW {db}.views_per_day_mv');
    await ddl(
      `CREATE MATERIALIZED VIEW {db}.views_per_day_mv TO {db}.views_per_day AS
       SELECT day, count() + 0 * max(sleepEachRow(2)) AS views FROM (SELECT DISTINCT day FROM {db}.views LIMIT 1) GROUP BY day`,
    );
    const hurried = new ClickHouse(
      Object.assign(Object.create(warehouse.config), { insertTimeoutMs: 1_000, requestTimeoutMs: 100 }),
    );
    await expect(hurried.insert(VIEWS, viewsOf(10), { token: 'slow' })).rejects.toBeInstanceOf(InsertOutcomeUnknown);
    await hurried.onApplicationShutdown();
    await warehouse.clickhouse.insert(VIEWS, viewsOf(10), { token: 'slow' });
    expect(await warehouse.clickhouse.run(total)).toMatchObject([{ rows: '10' }]);
  });
});
