import { eventually, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Unavailable } from '@analytics/domain';
import { configOf, HEADER, OwnerDatabase } from '../fixtures/owner-database.fixture';
import { ValueRefused } from '../errors/postgres-errors';
import { Postgres } from '../connection/postgres';
import { MigrationRefused } from './migration-errors';
import { PostgresMigrations } from './postgres-migrations';
import { MIGRATIONS_FOLDER, readMigrations, readTemplate } from './migration-folder';

describe('migrations on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-migrations', { databases: ['postgres'] });
  });
  beforeEach(async () => {
    database = await OwnerDatabase.open(namespace.postgres.url);
  });
  afterEach(() => database.close());
  afterAll(() => namespace.dispose());

  it('plans without touching anything, applies in order, and has nothing to do the second time', async () => {
    const owner = database.owner('shop');
    database.write(owner, '0001_games.sql', `${HEADER}CREATE TABLE games (id int PRIMARY KEY)`);
    database.write(
      owner,
      '0002_prices.sql',
      `${HEADER}ALTER TABLE games ADD price int; INSERT INTO games VALUES (1, 2)`,
    );
    const migrations = database.migrations();

    expect((await migrations.plan()).map(({ name, why }) => [name, why])).toEqual([
      ['0001_games.sql', 'a fixture'],
      ['0002_prices.sql', 'a fixture'],
    ]);
    expect(await database.asAdmin('SELECT FROM pg_roles WHERE rolname = $1', [owner])).toEqual([]);

    expect((await migrations.apply()).map(({ name }) => name)).toEqual(['0001_games.sql', '0002_prices.sql']);
    expect(await migrations.apply()).toEqual([]);
    expect((await migrations.status()).map(({ name, state }) => [name, state])).toEqual([
      ['0001_games.sql', 'applied'],
      ['0002_prices.sql', 'applied'],
    ]);
  });

  it('makes the owner of the schema the owner of every table, with no way in for its own login', async () => {
    const owner = await database.migrated('shop', 'CREATE TABLE games (id int)');
    const tables = await database.asAdmin(
      'SELECT tablename, tableowner FROM pg_tables WHERE schemaname = $1 ORDER BY 1',
      [owner],
    );
    expect(tables).toEqual([
      { tablename: 'games', tableowner: owner },
      { tablename: 'schema_migrations', tableowner: owner },
    ]);
    expect(await database.asAdmin('SELECT rolcanlogin FROM pg_roles WHERE rolname = $1', [owner])).toEqual([
      { rolcanlogin: false },
    ]);
  });

  it('keeps one owner out of the other owner’s tables, functions and schema', async () => {
    const vault = await database.migrated(
      'vault',
      `CREATE TABLE people (id int); CREATE FUNCTION reveal() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    const shop = await database.postgres(await database.migrated('shop', 'CREATE TABLE games (id int)'));
    const denied = { sqlState: '42501' };
    await expect(shop.query(`SELECT * FROM "${vault}".people`)).rejects.toMatchObject(denied);
    await expect(shop.query(`SELECT "${vault}".reveal()`)).rejects.toMatchObject(denied);
    await expect(shop.query(`CREATE TABLE "${vault}".mine (id int)`)).rejects.toMatchObject(denied);
    await expect(shop.query(`CREATE TABLE public.mine (id int)`)).rejects.toMatchObject(denied);
    await expect(shop.query('SELECT count(*)::int AS n FROM games')).resolves.toEqual([{ n: 0 }]);
  });

  it('undoes a file that fails as a whole and keeps the ones before it', async () => {
    const owner = database.owner('shop');
    database.write(owner, '0001_games.sql', `${HEADER}CREATE TABLE games (id int)`);
    database.write(owner, '0002_broken.sql', `${HEADER}CREATE TABLE half (id int); INSERT INTO games VALUES (1 / 0)`);
    const migrations = database.migrations();
    await expect(migrations.apply()).rejects.toBeInstanceOf(ValueRefused);
    expect((await migrations.status()).map(({ state }) => state)).toEqual(['applied', 'pending']);
    expect(
      await database.asAdmin('SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = $2', [owner, 'half']),
    ).toEqual([]);

    database.write(owner, '0002_broken.sql', `${HEADER}CREATE TABLE half (id int)`);
    expect((await migrations.apply()).map(({ name }) => name)).toEqual(['0002_broken.sql']);
  });

  it('refuses a file that was changed after it was applied, before it changes any owner', async () => {
    const owner = await database.migrated('zebra', 'CREATE TABLE stripes (id int)');
    const other = database.owner('ant');
    database.write(other, '0001_hill.sql', `${HEADER}CREATE TABLE hill (id int)`);
    database.write(owner, '0001_tables.sql', `${HEADER}CREATE TABLE stripes (id bigint)`);
    await expect(database.migrations().apply()).rejects.toThrow(/changed after it was applied/);
    expect(await database.asAdmin('SELECT FROM pg_roles WHERE rolname = $1', [other])).toEqual([]);
  });

  it('lets an older build live with what a newer one applied', async () => {
    const owner = await database.migrated('shop', 'CREATE TABLE games (id int)');
    database.write(owner, '0002_newer.sql', `${HEADER}ALTER TABLE games ADD price int`);
    const migrations = database.migrations();
    await migrations.apply();
    database.remove(owner, '0002_newer.sql');
    expect(await migrations.apply()).toEqual([]);
    expect((await migrations.status()).map(({ state }) => state)).toEqual(['applied', 'ahead']);
  });

  it('applies every file once when several runners start together', async () => {
    const owner = database.owner('shop');
    database.write(owner, '0001_games.sql', `${HEADER}CREATE TABLE games (id int); SELECT pg_sleep(0.3)`);
    const runs = await Promise.all([1, 2, 3].map(() => database.migrations().apply()));
    expect(runs.flat().map(({ name }) => name)).toEqual(['0001_games.sql']);
  });

  it('says so when another run takes too long', async () => {
    const owner = database.owner('shop');
    database.write(owner, '0001_slow.sql', `${HEADER}SELECT pg_sleep(8)`);
    const slow = database.migrations().apply();
    await eventually(async () => {
      const look = `SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(8)' AND pid <> pg_backend_pid()`;
      expect(await database.asAdmin(look)).toHaveLength(1);
    });
    await expect(database.migrations(0).apply()).rejects.toBeInstanceOf(MigrationRefused);
    await expect(slow).resolves.toHaveLength(1);
  });

  it('creates the extensions a file asks for, which the owner itself may not', async () => {
    const ledger = `${HEADER}-- extensions: btree_gist
      CREATE TABLE batches (topic text, offs int8range, EXCLUDE USING gist (topic WITH =, offs WITH &&))`;
    const owner = await database.migrated('lake', ledger);
    const lake = await database.postgres(owner);
    await lake.query(`INSERT INTO batches VALUES ('t', '[0,10)')`);
    await expect(lake.query(`INSERT INTO batches VALUES ('t', '[9,12)')`)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('needs no superuser: a login that may create roles and schemas is enough, and the app’s login may do less', async () => {
    const owner = database.owner('shop');
    database.write(owner, '0001_games.sql', `${HEADER}CREATE TABLE games (id int)`);
    const [migrator, app] = [`migrator_${owner}`, `app_${owner}`];
    await database.asAdmin(
      `CREATE ROLE "${migrator}" LOGIN CREATEROLE PASSWORD 'm'; CREATE ROLE "${app}" LOGIN PASSWORD 'a'`,
    );
    const db = new URL(database.config.dsn).pathname.slice(1);
    await database.asAdmin(`GRANT CREATE ON DATABASE "${db}" TO "${migrator}"`);
    const as = (user: string, password: string) =>
      configOf(Object.assign(new URL(database.config.dsn), { username: user, password }).href);

    const migrations = new PostgresMigrations(as(migrator, 'm'), { folder: database.folder });
    expect(await migrations.apply()).toHaveLength(1);
    expect(await migrations.apply()).toEqual([]);
    await migrations.close();

    const stranger = await Postgres.of(as(app, 'a'), owner);
    await expect(stranger.check()).rejects.toBeInstanceOf(Unavailable);
    await stranger.close();
    await database.asAdmin(`GRANT "${owner}" TO "${app}"`);
    const member = await Postgres.of(as(app, 'a'), owner);
    await expect(
      member.query('SELECT current_user AS role FROM games RIGHT JOIN (SELECT 1) AS one ON true'),
    ).resolves.toEqual([{ role: owner }]);
    await member.close();

    for (const role of [owner, migrator, app]) {
      await database.asAdmin(`DROP OWNED BY "${role}" CASCADE; DROP ROLE "${role}"`);
    }
  });

  it('finds the product’s own migrations, well-formed, and templates any owner can copy', async () => {
    expect(readMigrations(MIGRATIONS_FOLDER).map(({ owner }) => owner)).toContain('ingestion');
    const owner = database.owner('copy');
    database.write(owner, '0001_outbox.sql', readTemplate('outbox'));
    database.write(owner, '0002_progress.sql', readTemplate('sink_progress'));
    expect(await database.migrations().apply()).toHaveLength(2);
  });
});
