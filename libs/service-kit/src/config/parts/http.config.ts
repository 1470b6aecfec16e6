import { IsInt, Matches, Max, Min } from 'class-validator';
import { Env } from '../env.decorator';

export class HttpConfig {
  /** Largest request body that is read, in bytes. */
  @Env('HTTP_BODY_LIMIT_BYTES', { yaml: 'http_server.body_limit_bytes' })
  @IsInt()
  @Min(1024)
  bodyLimitBytes: number = 1024 * 1024;

  /** Longest a route may take to answer, in seconds; then the caller gets 504. */
  @Env('HTTP_TIMEOUT_SECONDS', { yaml: 'http_server.timeout_seconds' })
  @IsInt()
  @Min(1)
  timeoutSeconds: number = 60;

  /** Longest a client may take to send the request line and headers, in milliseconds. */
  @Env('HTTP_HEADERS_TIMEOUT_MS', { yaml: 'http_server.headers_timeout_ms' })
  @IsInt()
  @Min(100)
  @Max(15_000)
  headersTimeoutMs: number = 10_000;

  /** Longest a client may take to send a whole request, body included, in milliseconds. */
  @Env('HTTP_REQUEST_TIMEOUT_MS', { yaml: 'http_server.request_timeout_ms' })
  @IsInt()
  @Min(100)
  requestTimeoutMs: number = 13_000;

  /** Longest a client may take to send a file to a route that takes files as a stream, in seconds. */
  @Env('HTTP_UPLOAD_TIMEOUT_SECONDS', { yaml: 'http_server.upload_timeout_seconds' })
  @IsInt()
  @Min(1)
  uploadTimeoutSeconds: number = 3_600;

  /** Paths of the routes that take files as a stream by POST; an app that has some names them here. */
  readonly uploadRoutes: readonly string[] = [];

  /** How long an idle keep-alive connection is kept, in milliseconds. */
  @Env('HTTP_KEEP_ALIVE_TIMEOUT_MS', { yaml: 'http_server.keep_alive_timeout_ms' })
  @IsInt()
  @Min(0)
  keepAliveTimeoutMs: number = 65_000;

  /** Connections open at the same time; further ones are closed at once. */
  @Env('HTTP_MAX_CONNECTIONS', { yaml: 'http_server.max_connections' })
  @IsInt()
  @Min(1)
  maxConnections: number = 10_000;

  /** Longest value of a path parameter, in characters. */
  @Env('HTTP_MAX_PARAM_LENGTH', { yaml: 'http_server.max_param_length' })
  @IsInt()
  @Min(16)
  maxParamLength: number = 256;

  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed (comma list); none by default. */
  @Env('HTTP_TRUSTED_PROXIES', { yaml: 'http_server.trusted_proxies' })
  @Matches(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, { each: true, message: 'each item must be an IP address or a network' })
  trustedProxies: string[] = [];
}
