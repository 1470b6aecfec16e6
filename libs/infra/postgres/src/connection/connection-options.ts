import { readFileSync } from 'node:fs';
import type { EntitySchema, MixedList } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import type { PostgresConfig } from '../config/postgres.config';
import { assertOwnerName } from '../migrations/owner-name';

export type EntityClasses = MixedList<(new () => object) | EntitySchema>;

/**
 * Role, search path and limits travel as start-up parameters: the server applies them before the first statement, so no
 * pooled connection can exist without them, and `RESET` returns to them instead of to the login's own rights.
 */
export function ownerOptions(
  config: PostgresConfig,
  owner: string,
  entities: EntityClasses,
): PostgresDataSourceOptions {
  assertOwnerName(owner);
  const startUp = {
    role: owner,
    search_path: owner,
    statement_timeout: config.statementTimeoutMs,
    lock_timeout: config.lockTimeoutMs,
    idle_in_transaction_session_timeout: config.idleInTransactionTimeoutMs,
    // A confirmed intent or offset must survive a crash of the server, whatever the server's own default is.
    synchronous_commit: 'on',
    TimeZone: 'UTC',
  };
  return {
    ...baseOptions(config, owner, startUp),
    schema: owner,
    entities,
    poolSize: config.poolSize,
    // Last resort against a server that takes the statement and never answers; the server's own limit comes first.
    extra: { ...poolExtras(startUp), query_timeout: config.statementTimeoutMs + 2_000 },
  };
}

/** The migrations' connection keeps the login's own rights: it creates roles and schemas. */
export function migrationOptions(config: PostgresConfig): PostgresDataSourceOptions {
  const startUp = {
    statement_timeout: config.migrationTimeoutMs,
    lock_timeout: config.lockTimeoutMs,
    synchronous_commit: 'on',
    TimeZone: 'UTC',
  };
  return { ...baseOptions(config, 'migrations', startUp), poolSize: 2 };
}

type StartUp = Readonly<Record<string, string | number>>;

function baseOptions(config: PostgresConfig, suffix: string, startUp: StartUp): PostgresDataSourceOptions {
  const dsn = new URL(config.dsn);
  return {
    type: 'postgres',
    host: dsn.hostname.replace(/^\[|\]$/g, ''),
    port: Number(dsn.port || 5432),
    username: decodeURIComponent(dsn.username) || undefined,
    password: decodeURIComponent(dsn.password) || undefined,
    database: decodeURIComponent(dsn.pathname.slice(1)),
    ssl: tls(config),
    connectTimeoutMS: config.connectTimeoutMs,
    applicationName: `${config.applicationName}:${suffix}`,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    synchronize: false,
    migrationsRun: false,
    // Statements and parameters hold personal data; failures reach the log as our own error classes.
    logging: false,
    extra: poolExtras(startUp),
  };
}

const poolExtras = (startUp: StartUp) => ({
  keepAlive: true,
  idleTimeoutMillis: 30_000,
  options: Object.entries(startUp)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
});

function tls({ tlsMode, tlsCaPath }: PostgresConfig) {
  if (tlsMode === 'disable') return false;
  const ca = tlsCaPath === undefined ? undefined : readFileSync(tlsCaPath, 'utf8');
  return { rejectUnauthorized: tlsMode === 'verify', ca };
}
