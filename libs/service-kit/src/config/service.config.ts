import { IsIP } from 'class-validator';
import { Env, Part } from './env.decorator';
import { HealthConfig } from './parts/health.config';
import { HttpConfig } from './parts/http.config';
import { LogConfig } from './parts/log.config';
import { ShutdownConfig } from './parts/shutdown.config';
import { TracingConfig } from './parts/tracing.config';

/** What every service is configured with; an app's config class extends it and binds its ports. */
export abstract class ServiceConfig {
  /** Port of health checks and metrics. */
  abstract managementPort: number;

  /** Port of the public listener; a service that leaves it undefined has none. */
  httpPort?: number;

  /** Address the listeners are bound to. */
  @Env('ANALYTICS_BIND_ADDRESS', { yaml: 'http_server.bind_address' })
  @IsIP()
  bindAddress: string = '0.0.0.0';

  @Part(() => LogConfig) log: LogConfig;
  @Part(() => TracingConfig) tracing: TracingConfig;
  @Part(() => HttpConfig) http: HttpConfig;
  @Part(() => HealthConfig) health: HealthConfig;
  @Part(() => ShutdownConfig) shutdown: ShutdownConfig;
}
