import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql, statement, text } from '@analytics/domain';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { ClickHouse } from '../clickhouse';
import { ClickHouseConfig } from '../clickhouse.config';
import { ClickHouseMigrations } from '../migrations/clickhouse-migrations';
import { rowPolicies, rowPoliciesFile, scopeSettings, TABLES_OF_GAMES } from './row-policies';

const LIMITS = { maxRows: 1_000, maxSeconds: 10, maxMemoryBytes: 500_000_000, maxRowsToRead: 1_000_000 };
const FILE = path.join(__dirname, '../../../../../deploy/clickhouse/initdb/020_games_in_scope.sql');

describe('row policies', () => {
  let space: SuiteNamespace;
  let clickhouse: ClickHouse;

  beforeAll(async () => {
    space = await suiteNamespace('row-policies', { databases: ['clickhouse'] });
    const { url, username: user, password, database } = space.clickhouse;
    const config = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database });
    const migrations = new ClickHouseMigrations(config);
    await migrations.apply();
    await migrations.close();
    clickhouse = new ClickHouse(config);
  });
  afterAll(async () => {
    await clickhouse?.onApplicationShutdown();
    await space?.dispose();
  });

  const column = (query: ReturnType<typeof sql>) =>
    clickhouse.run(statement<{ value: string }>({ name: 'spec-policies', limits: LIMITS, query }));

  it('are about every table that has rows of games', async () => {
    const found = await column(
      sql`SELECT table AS value FROM system.columns INNER JOIN system.tables ON system.tables.database = system.columns.database AND system.tables.name = table
        WHERE system.columns.database = ${text(space.clickhouse.database)} AND system.columns.name = 'game_id' AND engine LIKE '%MergeTree' ORDER BY value`,
    );
    expect(found.map(({ value }) => value)).toEqual([...TABLES_OF_GAMES].sort());
  });

  it('are understood by the parser of the engine', async () => {
    for (const policy of rowPolicies('analytics', 'reader')) {
      const [formatted] = await column(sql`SELECT formatQuerySingleLine(${text(policy)}) AS value`);
      expect(formatted!.value).toMatch(/^CREATE ROW POLICY/);
    }
  });

  it('ask for a setting that need not be there', async () => {
    const [row] = await column(sql`SELECT getSettingOrDefault('SQL_games', '*') AS value`);
    expect(row).toEqual({ value: '*' });
  });

  it('are those a new server is set up with', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(rowPoliciesFile('analytics', 'reader'));
  });

  it('are told the games as a literal that no name of a game leaves', () => {
    expect(scopeSettings(['a', "b'; --", 'c\\'])).toEqual({ SQL_games: String.raw`'["a","b\'; --","c\\\\"]'` });
  });
});
