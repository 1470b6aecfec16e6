import { KafkaConfig } from '@analytics/infra-kafka';
import { PostgresConfig, VaultConfig } from '@analytics/infra-postgres';
import { RedisConfig } from '@analytics/infra-redis';
import { S3Config } from '@analytics/infra-s3';
import { EVENT_LIMITS } from '@analytics/contracts';
import { Env, HttpConfig, Part, ServiceConfig } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';
import { CollectConfig } from './collect/collect.config';
import { IdentityConfig } from './identity/identity.config';
import { ImportsConfig } from './imports/imports.config';
import { IMPORTS_PATH } from './imports/upload/import-request';
import { IntakeConfig } from './intake/intake.config';
import { LakeConfig } from './lake/lake.config';
import { SpoolConfig } from './spool/spool.config';
import { SenderLimitsConfig, SenderTokenConfig } from './write-keys/sender.config';
import { RegistryConfig } from './registry/registry.config';

/** The HTTP edge of ingestion: a batch of events is larger than other requests. */
export class CollectHttpConfig extends HttpConfig {
  override bodyLimitBytes = EVENT_LIMITS.bodyBytes;
  override readonly uploadRoutes = [IMPORTS_PATH];
}

/** Configuration of the ingestion service. */
export class IngestionConfig extends ServiceConfig {
  /** Port of the collect API. */
  @Env('INGESTION_HTTP_PORT', { yaml: 'http_server.port' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  override httpPort = 8091;

  /** Port of health and metrics. */
  @Env('INGESTION_MANAGEMENT_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override managementPort = 9091;

  /** How far ahead of the platform's clock the time of an event may be, in milliseconds. */
  @Env('INGESTION_TIME_AHEAD_MS')
  @IsInt()
  @Min(0)
  timeAheadMs = 10 * 60_000;

  /** How old an event may be, in milliseconds; older ones come in as an import. */
  @Env('INGESTION_TIME_BEHIND_MS')
  @IsInt()
  @Min(60_000)
  timeBehindMs = 30 * 86_400_000;

  /** How long an answer about a write key is believed, in milliseconds: a revoked key stops after this time. */
  @Env('INGESTION_WRITE_KEY_FRESH_MS')
  @IsInt()
  @Min(0)
  @Max(60_000)
  writeKeyFreshMs = 4_000;

  /** How long a write key known before goes on while PostgreSQL is away, in milliseconds. */
  @Env('INGESTION_WRITE_KEY_STALE_MS')
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  writeKeyStaleMs = 15 * 60_000;

  /** How many answers about write keys are kept in memory. */
  @Env('INGESTION_WRITE_KEY_MEMORY')
  @IsInt()
  @Min(1)
  writeKeyMemory = 10_000;

  @Part(() => CollectHttpConfig)
  override readonly http: CollectHttpConfig = new CollectHttpConfig();

  @Part(() => KafkaConfig)
  readonly kafka: KafkaConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  @Part(() => VaultConfig)
  readonly vault: VaultConfig;

  @Part(() => IdentityConfig)
  readonly identity: IdentityConfig;

  @Part(() => SpoolConfig)
  readonly spool: SpoolConfig;

  @Part(() => CollectConfig)
  readonly collect: CollectConfig;

  @Part(() => SenderLimitsConfig)
  readonly limits: SenderLimitsConfig;

  @Part(() => SenderTokenConfig)
  readonly tokens: SenderTokenConfig;

  @Part(() => RedisConfig)
  readonly redis: RedisConfig;

  @Part(() => S3Config)
  readonly s3: S3Config;

  @Part(() => LakeConfig)
  readonly lake: LakeConfig;

  @Part(() => IntakeConfig)
  readonly intake: IntakeConfig;

  @Part(() => ImportsConfig)
  readonly imports: ImportsConfig;

  @Part(() => RegistryConfig)
  readonly registry: RegistryConfig;
}
