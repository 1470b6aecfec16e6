import { Env } from '@analytics/service-kit';
import { IsString } from 'class-validator';

export class StatusConfig {
  /** Version of the running service, as its status tells it. */
  @Env('SERVICE_VERSION_ANALYTICS')
  @IsString()
  readonly version: string = '0.0.0';
}
