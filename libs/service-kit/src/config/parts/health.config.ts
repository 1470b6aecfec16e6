import { IsInt, Min } from 'class-validator';
import { Env } from '../env.decorator';

export class HealthConfig {
  /** Longest one readiness check may take before its store counts as away, in milliseconds. */
  @Env('HEALTH_CHECK_TIMEOUT_MS', { yaml: 'health.check_timeout_ms' })
  @IsInt()
  @Min(50)
  checkTimeoutMs: number = 2_000;

  /** How long an answer of the readiness checks is reused, in milliseconds. */
  @Env('HEALTH_CACHE_MS', { yaml: 'health.cache_ms' })
  @IsInt()
  @Min(0)
  cacheMs: number = 1_000;
}
