import { BackgroundClickHouseConfig, type ClickHouseConfig } from '@analytics/infra-clickhouse';
import { KafkaConfig } from '@analytics/infra-kafka';
import { PostgresConfig } from '@analytics/infra-postgres';
import { RedisConfig } from '@analytics/infra-redis';
import { Env, Part, ServiceConfig } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';
import { DerivedConfig } from './derived/derived.config';
import { LiveConfig } from './live/live.config';
import { WarehouseConfig } from './warehouse/warehouse.config';

/** Configuration of the stream processor. */
export class StreamProcessorConfig extends ServiceConfig {
  /** Port of health and metrics. */
  @Env('STREAM_PROCESSOR_MANAGEMENT_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override managementPort = 9094;

  @Part(() => KafkaConfig)
  readonly kafka: KafkaConfig;

  @Part(() => BackgroundClickHouseConfig)
  readonly clickhouse: ClickHouseConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  @Part(() => RedisConfig)
  readonly redis: RedisConfig;

  @Part(() => WarehouseConfig)
  readonly warehouse: WarehouseConfig;

  @Part(() => DerivedConfig)
  readonly derived: DerivedConfig;

  @Part(() => LiveConfig)
  readonly live: LiveConfig;
}
