import { Env } from '@analytics/service-kit';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

export type PostgresTlsMode = 'disable' | 'require' | 'verify';

/** PostgreSQL: definitions, registries, ledgers and outboxes. */
export class PostgresConfig {
  /** Address and login, `postgres://user:password@host:port/database`; no query parameters, TLS has variables of its own. */
  @Env('POSTGRES_DSN_ANALYTICS_META', { yaml: 'postgres_metadata.dsn', secret: true })
  @Matches(/^postgres(ql)?:\/\/[^/?#]+\/[^/?#]+$/, {
    message: '$property must look like postgres://user:password@host:port/database, without query parameters',
  })
  dsn: string;

  /** Most connections one owner's pool of one process may hold. */
  @Env('POSTGRES_POOL_SIZE_ANALYTICS_META', { yaml: 'postgres_metadata.pool_size' })
  @IsInt()
  @Min(2)
  @Max(200)
  poolSize = 10;

  /** Longest wait for a new or a free connection, in milliseconds. */
  @Env('POSTGRES_CONNECT_TIMEOUT_MS_ANALYTICS_META', { yaml: 'postgres_metadata.connect_timeout_ms' })
  @IsInt()
  @Min(100)
  connectTimeoutMs = 3_000;

  /** Longest one statement may run before the server cancels it, in milliseconds. */
  @Env('POSTGRES_STATEMENT_TIMEOUT_MS_ANALYTICS_META', { yaml: 'postgres_metadata.statement_timeout_ms' })
  @IsInt()
  @Min(100)
  statementTimeoutMs = 5_000;

  /** Longest a statement waits for a lock, in milliseconds. */
  @Env('POSTGRES_LOCK_TIMEOUT_MS_ANALYTICS_META', { yaml: 'postgres_metadata.lock_timeout_ms' })
  @IsInt()
  @Min(10)
  lockTimeoutMs = 3_000;

  /** Longest a transaction may sit idle before the server ends its connection, in milliseconds. */
  @Env('POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT_MS_ANALYTICS_META', {
    yaml: 'postgres_metadata.idle_in_transaction_timeout_ms',
  })
  @IsInt()
  @Min(100)
  idleInTransactionTimeoutMs = 15_000;

  /** Longest pause between two attempts to reach a server that is away, in milliseconds. */
  @Env('POSTGRES_RECONNECT_MAX_MS_ANALYTICS_META', { yaml: 'postgres_metadata.reconnect_max_ms' })
  @IsInt()
  @Min(100)
  reconnectMaxMs = 2_000;

  /** Longest one statement of a migration may run, in milliseconds. */
  @Env('POSTGRES_MIGRATION_TIMEOUT_MS_ANALYTICS_META', { yaml: 'postgres_metadata.migration_timeout_ms' })
  @IsInt()
  @Min(1_000)
  migrationTimeoutMs = 600_000;

  /** The name the connections carry in `pg_stat_activity`; the owner is appended. */
  @Env('POSTGRES_APPLICATION_NAME_ANALYTICS_META', { yaml: 'postgres_metadata.application_name' })
  @Matches(/^[\w.-]{1,30}$/)
  applicationName = 'analytics';

  /** `disable`, `require` (encrypt only) or `verify` (encrypt and check the server's certificate and name). */
  @Env('POSTGRES_TLS_MODE_ANALYTICS_META', { yaml: 'postgres_metadata.tls_mode' })
  @IsIn(['disable', 'require', 'verify'])
  tlsMode: string = 'disable' satisfies PostgresTlsMode;

  /** File with the certificate authority that signed the server's certificate; unset means the system's own list. */
  @Env('POSTGRES_TLS_CA_PATH_ANALYTICS_META', { yaml: 'postgres_metadata.tls_ca_path' })
  @IsOptional()
  @IsString()
  tlsCaPath?: string;
}
