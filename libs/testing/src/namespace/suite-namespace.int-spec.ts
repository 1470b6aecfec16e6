import { PostgresRefused, PostgresSession } from '../postgres/postgres-session';
import { testStack } from '../stack/test-stack';
import { type SuiteNamespace, suiteNamespace } from './suite-namespace';

const postgresDatabases = async () => {
  const rows = await PostgresSession.run(testStack().stores.postgres.url, (session) =>
    session.query('SELECT datname FROM pg_database'),
  );
  return rows.map(([name]) => name);
};

async function ask({ url, username, password }: SuiteNamespace['clickhouse'], query: string): Promise<string> {
  const answer = await fetch(`${url}/?query=${encodeURIComponent(query)}`, {
    headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.text();
}

describe('the namespace of a suite', () => {
  it('has databases that exist while the suite runs, and not after', async () => {
    const namespace = await suiteNamespace('testing namespace');
    const { clickhouse, postgres } = namespace;
    const database = new URL(postgres.url).pathname.slice(1);
    expect(await postgresDatabases()).toContain(database);
    expect(await PostgresSession.run(postgres.url, (session) => session.query('SELECT current_database()'))).toEqual([
      [database],
    ]);
    const known = `SELECT count() FROM system.databases WHERE name = '${clickhouse.database}' FORMAT TabSeparated`;
    expect((await ask(clickhouse, known)).trim()).toBe('1');
    await namespace.dispose();
    expect(await postgresDatabases()).not.toContain(database);
    expect((await ask(clickhouse, known)).trim()).toBe('0');
  });

  it('is dropped although somebody is still connected, and a second time without complaint', async () => {
    const namespace = await suiteNamespace('testing-busy', { databases: ['postgres'] });
    const busy = PostgresSession.run(namespace.postgres.url, async (session) => {
      await namespace.dispose();
      return session.query('SELECT 1');
    });
    await expect(busy).rejects.toThrow();
    await namespace.dispose();
  });

  it('is another one for each suite and run, also when they come at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () => suiteNamespace('testing-many', { databases: ['postgres'] })),
    );
    const values = all.flatMap((one) => [one.topicPrefix, one.redisPrefix, one.bucket('lake'), one.postgres.url]);
    expect(new Set(values).size).toBe(16);
    await Promise.all(all.map((one) => one.dispose()));
  });

  it('refuses a database the suite did not ask for', async () => {
    const namespace = await suiteNamespace('testing-none', { databases: [] });
    expect(() => namespace.clickhouse).toThrow(TypeError);
    expect(() => namespace.postgres).toThrow(TypeError);
    await namespace.dispose();
  });

  it('says with which code the server refused', async () => {
    const { url } = testStack().stores.postgres;
    const refused = PostgresSession.run(url, (session) => session.query('SELEC 1'));
    await expect(refused).rejects.toThrow(PostgresRefused);
    await expect(refused).rejects.toMatchObject({ sqlState: '42601' });
  });
});
