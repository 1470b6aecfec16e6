import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

/** Metrics that people define themselves. */
export class DefinitionsConfig {
  /** Own metrics one person may have in use. */
  @Env('ANALYTICS_API_METRICS_PER_OWNER')
  @IsInt()
  @Min(1)
  @Max(10_000)
  perOwner = 100;

  /** Own metrics there may be in all, archived ones too. */
  @Env('ANALYTICS_API_METRICS_MAX')
  @IsInt()
  @Min(1)
  @Max(10_000)
  most = 1_000;

  /** Versions one definition may have. */
  @Env('ANALYTICS_API_METRIC_VERSIONS_MAX')
  @IsInt()
  @Min(1)
  @Max(1_000)
  versions = 100;

  /** How often it is looked whether another process changed a definition, in milliseconds. */
  @Env('ANALYTICS_API_METRICS_REFRESH_MS')
  @IsInt()
  @Min(100)
  @Max(5_000)
  refreshMs = 2_000;
}
