import { ClickHouseConfig } from '@analytics/infra-clickhouse';
import { KafkaConfig } from '@analytics/infra-kafka';
import { PostgresConfig } from '@analytics/infra-postgres';
import { Env, Part } from '@analytics/service-kit';
import { IsBoolean } from 'class-validator';

/** The stores whose structure belongs to the product. */
export class MigrateConfig {
  @Part(() => KafkaConfig)
  readonly kafka: KafkaConfig;

  @Part(() => ClickHouseConfig)
  readonly clickhouse: ClickHouseConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  /** Also makes the topics of the catalogue's domains, for a machine where the platform's services do not run. */
  @Env('MIGRATE_DOMAIN_TOPICS')
  @IsBoolean()
  readonly domainTopics: boolean = false;
}
