import { BackgroundClickHouseConfig, type ClickHouseConfig } from '@analytics/infra-clickhouse';
import { KafkaConfig } from '@analytics/infra-kafka';
import { PostgresConfig } from '@analytics/infra-postgres';
import { S3Config } from '@analytics/infra-s3';
import { Env, Part, ServiceConfig } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';
import { LakeReaderConfig } from './lake/lake.config';
import { RunsConfig } from './runs/runs.config';
import { SchedulesConfig } from './schedules/schedules.config';

/** Configuration of the pipeline worker. */
export class PipelineWorkerConfig extends ServiceConfig {
  /** Port of health and metrics. */
  @Env('PIPELINE_WORKER_MANAGEMENT_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override managementPort = 9095;

  @Part(() => RunsConfig)
  readonly runs: RunsConfig;

  @Part(() => SchedulesConfig)
  readonly schedules: SchedulesConfig;

  @Part(() => LakeReaderConfig)
  readonly lake: LakeReaderConfig;

  @Part(() => KafkaConfig)
  readonly kafka: KafkaConfig;

  @Part(() => BackgroundClickHouseConfig)
  readonly clickhouse: ClickHouseConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  @Part(() => S3Config)
  readonly s3: S3Config;
}
