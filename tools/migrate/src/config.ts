import { ClickHouseConfig } from '@analytics/infra-clickhouse';
import { KafkaConfig } from '@analytics/infra-kafka';
import { PostgresConfig } from '@analytics/infra-postgres';
import { Part } from '@analytics/service-kit';

/** The stores whose structure belongs to the product. */
export class MigrateConfig {
  @Part(() => KafkaConfig)
  readonly kafka: KafkaConfig;

  @Part(() => ClickHouseConfig)
  readonly clickhouse: ClickHouseConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;
}
