import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CATALOGUE, type ValidatedEvent } from '@analytics/contracts';
import {
  EVENTS_TABLE,
  FACT_TABLES,
  factRows,
  factsOf,
  type FactTable,
  identifier,
  type InsertTable,
  insertTable,
  MARTS,
  PROMOTED_COLUMNS,
  sql,
  statement,
} from '@analytics/domain';
import { ClickHouse, ClickHouseConfig, ClickHouseMigrations, MIGRATIONS_FOLDER } from '@analytics/infra-clickhouse';
import { PostgresConfig, PostgresMigrations } from '@analytics/infra-postgres';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { MartsDue } from './marts-due';

const limits = { maxRows: 100_000, maxSeconds: 60, maxMemoryBytes: 4e9, maxRowsToRead: 1e9 };
const LATER = new Set([...Object.keys(PROMOTED_COLUMNS), '_hash']);
/** The events table as the version before marts knew it. */
const FORMER_EVENTS = insertTable(
  'events',
  Object.fromEntries(EVENTS_TABLE.columns.filter(({ name }) => !LATER.has(name)).map(({ name, type }) => [name, type])),
) as InsertTable<unknown>;

const MART_NAMES = MARTS.map(({ name }) => name);
const START = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 50 * 86_400_000;
/** Every type of the catalogue again and again over 45 days, of a handful of people. */
const facts = Array.from({ length: 600 }, (_, index) => {
  const at = new Date(START + index * 6_480_000).toISOString();
  const { type, schema } = CATALOGUE[index % CATALOGUE.length]!;
  const event: ValidatedEvent = {
    ...{ type, source: '/former', id: `e-${index}`, schema_version: 1, data: schema.examples[0]!, occurred_at: at },
    ...{ sent_at: null, received_at: at, effective_at: at, user_no: index % 7 || null, device_no: 1, country: 'RU' },
    ...{ platform: index % 2 ? 'web' : null, device_family: null, os_family: null, browser_family: null },
    ...{ is_bot: index % 13 === 0, is_staff: false, correlation_id: null, fingerprint: 'f', import_id: null },
    ...{ schema_marks: [] },
  };
  return factsOf(event, { topic: 'validated', partition: 0, offset: BigInt(index), hash: 0n });
});

async function contentsOf(clickhouse: ClickHouse): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {};
  for (const { name, content } of MARTS) {
    const tables = { name: 'mart-content', query: content(identifier(MART_NAMES, name), sql`1`), limits };
    const rows = await clickhouse.run(statement<Record<string, unknown>>(tables));
    contents[name] = rows.map((row) => JSON.stringify(Object.values(row))).sort();
  }
  return contents;
}

describe('a warehouse of the version before marts', () => {
  const spaces: SuiteNamespace[] = [];
  const servers: ClickHouse[] = [];
  const open = async (name: string) => {
    const space = await suiteNamespace(name);
    spaces.push(space);
    const { url, username: user, password, database } = space.clickhouse;
    const clickhouse = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database });
    const postgres = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable' });
    const server = new ClickHouse(clickhouse);
    servers.push(server);
    return { clickhouse, postgres, server };
  };
  const applied = async (config: ClickHouseConfig, folder?: string) => {
    const migrations = new ClickHouseMigrations(config, { folder });
    await migrations.apply();
    await migrations.close();
  };
  const lines = async (place: { clickhouse: ClickHouseConfig; postgres: PostgresConfig }) => {
    const said: string[] = [];
    for await (const line of new MartsDue(place).rebuild()) said.push(line);
    return said;
  };

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.onApplicationShutdown()));
    await Promise.all(spaces.map((space) => space.dispose()));
  });

  it('has the same marts after its migration as one that had them from the start', async () => {
    const older = await open('migrate-older');
    const owners = new PostgresMigrations(older.postgres);
    await owners.apply();
    await owners.close();
    const folder = mkdtempSync(path.join(tmpdir(), 'former-migrations-'));
    for (const name of ['0001_events.sql', '0002_event_enrichment.sql']) {
      cpSync(path.join(MIGRATIONS_FOLDER, name), path.join(folder, name));
    }
    await applied(older.clickhouse, folder);
    rmSync(folder, { recursive: true });
    await older.server.insert(FORMER_EVENTS, factRows(facts).events, { token: 'former' });
    await applied(older.clickhouse);
    expect((await lines(older)).length).toBeGreaterThan(MARTS.length);

    const fresh = await open('migrate-fresh');
    await applied(fresh.clickhouse);
    for (const table of Object.keys(FACT_TABLES) as FactTable[]) {
      const into = FACT_TABLES[table] as InsertTable<unknown>;
      await fresh.server.insert(into, factRows(facts)[table], { token: table });
    }
    const contents = await contentsOf(older.server);
    expect(contents).toEqual(await contentsOf(fresh.server));
    for (const rows of Object.values(contents)) expect(rows.length).toBeGreaterThan(0);

    await applied(older.clickhouse);
    await expect(lines(older)).resolves.toEqual([]);
    expect(await contentsOf(older.server)).toEqual(contents);
  });
});
