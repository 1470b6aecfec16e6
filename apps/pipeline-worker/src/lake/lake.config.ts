import { Env } from '@analytics/service-kit';
import { IsOptional, IsUrl } from 'class-validator';

/** How the pipeline worker has the warehouse read the lake. */
export class LakeReaderConfig {
  /** Address of S3 as the warehouse sees it, where that is another one than this service's. */
  @Env('PIPELINE_WORKER_LAKE_ENDPOINT')
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  endpoint?: string;
}
