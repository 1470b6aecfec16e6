import { ClickHouseConfig } from '@analytics/infra-clickhouse';
import { PostgresConfig } from '@analytics/infra-postgres';
import { RedisConfig } from '@analytics/infra-redis';
import { Env, JwtConfig, Part, ServiceConfig } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';
import { DefinitionsConfig } from './definitions/definitions.config';
import { AnswersConfig } from './metrics/answers/answers.config';
import { StatusConfig } from './status/status.config';
import { StreamingConfig } from './streaming/streaming.config';
import { QuestionLimitsConfig } from './warehouse/question-limits.config';

/** Configuration of the query API. */
export class QueryApiConfig extends ServiceConfig {
  /** Port of the query API. */
  @Env('ANALYTICS_API_HTTP_PORT', { yaml: 'http_server.port' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  override httpPort = 8090;

  /** Port of health and metrics. */
  @Env('ANALYTICS_API_MANAGEMENT_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override managementPort = 9090;

  /** Requests a second one caller may make. */
  @Env('ANALYTICS_API_REQUESTS_PER_SECOND')
  @IsInt()
  @Min(1)
  requestsPerSecond = 1_000;

  @Part(() => AnswersConfig)
  readonly answers: AnswersConfig;

  @Part(() => QuestionLimitsConfig)
  readonly questions: QuestionLimitsConfig;

  @Part(() => DefinitionsConfig)
  readonly definitions: DefinitionsConfig;

  @Part(() => StatusConfig)
  readonly status: StatusConfig;

  @Part(() => StreamingConfig)
  readonly streaming: StreamingConfig;

  @Part(() => JwtConfig)
  readonly jwt: JwtConfig;

  @Part(() => ClickHouseConfig)
  readonly clickhouse: ClickHouseConfig;

  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  @Part(() => RedisConfig)
  readonly redis: RedisConfig;
}
