import { loadConfig } from '@analytics/service-kit';
import { PostgresConfig } from '../config/postgres.config';
import { configOf } from '../fixtures/owner-database.fixture';
import { MigrationRefused } from '../migrations/migration-errors';
import { migrationOptions, ownerOptions } from './connection-options';

const DSN = 'postgres://me:p%40ss@db.local:6543/meta';

describe('the configuration', () => {
  const load = (dsn: string) => loadConfig(PostgresConfig, { POSTGRES_DSN_ANALYTICS_META: dsn });

  it('takes an address with or without a login', () => {
    expect(load(DSN).dsn).toBe(DSN);
    expect(load('postgresql://127.0.0.1:5432/meta').statementTimeoutMs).toBe(5_000);
  });

  // A parameter in the address would silently win over the role, the limits and the TLS mode we set.
  it.each([`${DSN}?options=-c%20role=postgres`, `${DSN}?sslmode=disable`, 'mysql://db/meta', 'postgres://db', ''])(
    'refuses %j without showing it',
    (dsn) => {
      const attempt = () => load(dsn);
      expect(attempt).toThrow(/POSTGRES_DSN_ANALYTICS_META/);
      expect(attempt).not.toThrow(/p%40ss/);
    },
  );
});

describe('the options of a connection', () => {
  it('carry the owner’s role, schema and limits into the server’s start-up', () => {
    const options = ownerOptions(Object.assign(configOf(DSN), { statementTimeoutMs: 1_234 }), 'shop', []);
    expect(options).toMatchObject({ host: 'db.local', port: 6543, username: 'me', password: 'p@ss', database: 'meta' });
    expect(options).toMatchObject({ schema: 'shop', synchronize: false, installExtensions: false, ssl: false });
    for (const setting of ['role=shop', 'search_path=shop', 'statement_timeout=1234', 'synchronous_commit=on']) {
      expect(options.extra.options).toContain(`-c ${setting}`);
    }
  });

  it('leave the migrations’ login its own role', () => {
    expect(migrationOptions(configOf(DSN)).extra.options).not.toContain('role=');
  });

  it.each(['Shop', 'shop"; DROP', 'shop -c role=postgres', 'pg_admin', '', '1st'])('refuse the owner %j', (owner) => {
    expect(() => ownerOptions(configOf(DSN), owner, [])).toThrow(MigrationRefused);
  });

  it('encrypt, and check the certificate when told so', () => {
    const withTls = (tlsMode: string) => ownerOptions(Object.assign(configOf(DSN), { tlsMode }), 'shop', []).ssl;
    expect(withTls('require')).toMatchObject({ rejectUnauthorized: false });
    expect(withTls('verify')).toMatchObject({ rejectUnauthorized: true });
  });
});
