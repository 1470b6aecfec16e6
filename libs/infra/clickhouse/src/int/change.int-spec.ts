import { sql, statement, text } from '@analytics/domain';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { ClickHouse } from '../clickhouse';
import { StatementFailed } from '../errors/clickhouse-errors';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const limits = { maxRows: 100, maxSeconds: 30, maxMemoryBytes: 1e9, maxRowsToRead: 1e9 };
const change = (query: ReturnType<typeof sql>) => statement<never>({ name: 'test-change', query, limits });
const ask = <Row>(query: ReturnType<typeof sql>) => statement<Row>({ name: 'test-question', query, limits });

describe('a change of the warehouse', () => {
  let space: SuiteNamespace;
  let warehouse: Warehouse;

  beforeAll(async () => {
    space = await suiteNamespace('clickhouse-change', { databases: ['clickhouse'] });
    warehouse = openWarehouse(space);
    await warehouse.clickhouse.execute(change(sql`CREATE TABLE notes (note String) ENGINE = MergeTree ORDER BY note`));
    await warehouse.clickhouse.execute(
      change(sql`INSERT INTO notes SELECT arrayJoin(['a', 'b', ${text("it's")}]) AS note`),
    );
  });
  afterAll(() => warehouse.close());

  const notes = () => warehouse.clickhouse.run(ask<{ note: string }>(sql`SELECT note FROM notes ORDER BY note`));

  it('is made when it is told to be, also where the server would do it in the background', async () => {
    await warehouse.clickhouse.execute(change(sql`ALTER TABLE notes DELETE WHERE note = ${text("it's")}`));
    expect(await notes()).toEqual([{ note: 'a' }, { note: 'b' }]);
  });

  it('and a question may take as long as they say, however short inserts are', async () => {
    const hurried = new ClickHouse(
      Object.assign(Object.create(warehouse.config), { insertTimeoutMs: 500, requestTimeoutMs: 500 }),
    );
    try {
      await hurried.execute(change(sql`INSERT INTO notes SELECT concat('late', toString(sleep(2))) AS note`));
      await expect(hurried.run(ask(sql`SELECT sleep(2) AS slept`))).resolves.toEqual([{ slept: 0 }]);
    } finally {
      await hurried.onApplicationShutdown();
    }
    expect(await notes()).toContainEqual({ note: 'late0' });
    await warehouse.clickhouse.execute(change(sql`ALTER TABLE notes DELETE WHERE note = ${text('late0')}`));
  });

  it('that the server refuses is an error, and a question makes none', async () => {
    await expect(warehouse.clickhouse.execute(change(sql`ALTER TABLE nowhere DELETE WHERE 1`))).rejects.toBeInstanceOf(
      StatementFailed,
    );
    await expect(warehouse.clickhouse.run(ask(sql`ALTER TABLE notes DELETE WHERE 1`))).rejects.toBeInstanceOf(
      StatementFailed,
    );
    expect(await notes()).toHaveLength(2);
  });

  it('is not made by a question that may read elsewhere, which only such a one may', async () => {
    const elsewhere = ask<{ n: string }>(
      sql`SELECT count() AS n FROM url(${text(`${space.clickhouse.url}/ping`)}, 'LineAsString')`,
    );
    await expect(warehouse.clickhouse.run(elsewhere)).rejects.toBeInstanceOf(StatementFailed);
    await expect(warehouse.clickhouse.run(elsewhere, { outside: true })).resolves.toEqual([{ n: '1' }]);
    await expect(
      warehouse.clickhouse.run(ask(sql`ALTER TABLE notes DELETE WHERE 1`), { outside: true }),
    ).rejects.toBeInstanceOf(StatementFailed);
  });
});
