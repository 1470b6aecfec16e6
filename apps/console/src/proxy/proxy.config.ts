import { Env } from '@analytics/service-kit';
import { IsInt, IsUrl, Max, Min } from 'class-validator';

const URL_OF_SERVICE = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

export class ProxyConfig {
  /** Address of the query API. */
  @Env('CONSOLE_QUERY_API_URL')
  @IsUrl(URL_OF_SERVICE)
  queryApiUrl: string = 'http://127.0.0.1:8090';

  /** Address of the admin API. */
  @Env('CONSOLE_ADMIN_URL')
  @IsUrl(URL_OF_SERVICE)
  adminUrl: string = 'http://127.0.0.1:8092';

  /** Longest wait for the beginning of an API's answer, and for each further part of it, in milliseconds. */
  @Env('CONSOLE_UPSTREAM_TIMEOUT_MS')
  @IsInt()
  @Min(100)
  @Max(59_000)
  timeoutMs: number = 45_000;

  /** Requests that wait for each of the APIs at the same time; further ones are told to come back. */
  @Env('CONSOLE_UPSTREAM_REQUESTS')
  @IsInt()
  @Min(1)
  requests: number = 256;

  /** Live streams that are open at the same time. */
  @Env('CONSOLE_STREAM_SOCKETS')
  @IsInt()
  @Min(1)
  sockets: number = 1_000;
}
