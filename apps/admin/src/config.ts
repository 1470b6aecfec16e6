import { ClickHouseConfig } from '@analytics/infra-clickhouse';
import { KafkaConfig } from '@analytics/infra-kafka';
import { PostgresConfig } from '@analytics/infra-postgres';
import { S3Config } from '@analytics/infra-s3';
import { Env, JwtConfig, Part, ServiceConfig } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';
import { AuditConfig } from './audit/audit.config';
import { DeadLettersConfig } from './dead-letters/dead-letters.config';
import { ReplaysConfig } from './replays/replays.config';

/** Configuration of the admin service. */
export class AdminConfig extends ServiceConfig {
  /** Port of the admin API. */
  @Env('ANALYTICS_ADMIN_HTTP_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override httpPort = 8092;

  /** Port of health and metrics. */
  @Env('ANALYTICS_ADMIN_MANAGEMENT_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override managementPort = 9092;

  /** Requests a second one operator may make. */
  @Env('ANALYTICS_ADMIN_REQUESTS_PER_SECOND')
  @IsInt()
  @Min(1)
  requestsPerSecond = 1_000;

  @Part(() => AuditConfig)
  readonly audit: AuditConfig;

  @Part(() => ReplaysConfig)
  readonly replays: ReplaysConfig;

  @Part(() => DeadLettersConfig)
  readonly deadLetters: DeadLettersConfig;

  @Part(() => JwtConfig)
  readonly jwt: JwtConfig;

  @Part(() => KafkaConfig)
  readonly kafka: KafkaConfig;

  @Part(() => ClickHouseConfig)
  readonly clickhouse: ClickHouseConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  @Part(() => S3Config)
  readonly s3: S3Config;
}
