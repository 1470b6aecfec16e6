import { readMigrations } from '../migration-file';
import { MIGRATIONS_FOLDER } from '../clickhouse-migrations';
import { MigrationRefused } from '../migration-errors';
import { renderDatabase, renderLedger, renderStatement } from './render-statement';

const NODE = { database: 'analytics', cluster: '' };
const CLUSTER = { database: 'analytics', cluster: 'analytics_cluster' };
const statements = readMigrations(MIGRATIONS_FOLDER).flatMap(({ name, statements: texts }) =>
  texts.map((text): [string, string] => [name, text]),
);
const rendered = statements.flatMap(([name, text]) => renderStatement(name, text, CLUSTER));

describe('migrations for one node', () => {
  it('are the files as they stand, with the name of the database', () => {
    for (const [name, text] of statements) {
      expect(renderStatement(name, text, NODE)).toEqual([text.replaceAll('{database}', '`analytics`')]);
    }
    expect(renderDatabase(NODE)).toBe('CREATE DATABASE IF NOT EXISTS `analytics`');
  });
});

describe('migrations for a cluster', () => {
  it('are these statements', () => {
    expect([renderDatabase(CLUSTER), renderLedger(CLUSTER), ...rendered].join(';\n\n')).toMatchSnapshot();
  });

  it('leave no placeholder, and no table that is on one node only', () => {
    for (const text of rendered) {
      expect(text).not.toContain('{database}');
      if (!text.startsWith('INSERT')) expect(text).toContain('ON CLUSTER `analytics_cluster`');
      expect(text).not.toMatch(/ENGINE = (?!Replicated|Distributed)/);
      expect(text).not.toContain('non_replicated');
    }
  });

  it('let views that fill tables work inside their shard', () => {
    const views = rendered.filter((text) => text.startsWith('CREATE MATERIALIZED VIEW'));
    expect(views.length).toBeGreaterThan(10);
    for (const text of views) {
      const names = [...text.matchAll(/`analytics`\.(\w+)/g)].map(([, name]) => name!).slice(1);
      expect(names.filter((name) => !name.endsWith('_local'))).toEqual([]);
    }
  });

  it.each([
    ['a statement of another kind', 'OPTIMIZE TABLE {database}.events'],
    ['a table without a shard', 'CREATE TABLE IF NOT EXISTS {database}.nowhere (a Int8) ENGINE = MergeTree ORDER BY a'],
    ['an engine that keeps no parts', 'CREATE TABLE IF NOT EXISTS {database}.events (a Int8) ENGINE = Memory'],
  ])('are refused with %s', (_, text) => {
    expect(() => renderStatement('0009_x.sql', text, CLUSTER)).toThrow(MigrationRefused);
  });
});
