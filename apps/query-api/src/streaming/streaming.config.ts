import { Env } from '@analytics/service-kit';
import { IsArray, IsInt, Max, Min } from 'class-validator';

/** How many may listen to the stream, and how much they may ask and owe. */
export class StreamingConfig {
  /** Web origins (`https://analytics.example`) whose pages may open a stream; programs that send no origin always may. */
  @Env('ANALYTICS_STREAMING_ORIGINS')
  @IsArray()
  origins: string[] = [];

  /** How often the numbers are read for all who listen, in milliseconds. */
  @Env('ANALYTICS_STREAMING_INTERVAL_MS')
  @IsInt()
  @Min(100)
  @Max(60_000)
  intervalMs = 1_000;

  /** Sockets one caller may hold open. */
  @Env('ANALYTICS_STREAMING_SOCKETS_PER_CALLER')
  @IsInt()
  @Min(1)
  socketsPerCaller = 5;

  /** Sockets all callers together may hold open here. */
  @Env('ANALYTICS_STREAMING_SOCKETS')
  @IsInt()
  @Min(1)
  sockets = 2_000;

  /** Subscriptions of one socket. */
  @Env('ANALYTICS_STREAMING_SUBSCRIPTIONS')
  @IsInt()
  @Min(1)
  subscriptions = 20;

  /** Messages a second one socket may send. */
  @Env('ANALYTICS_STREAMING_MESSAGES_PER_SECOND')
  @IsInt()
  @Min(1)
  messagesPerSecond = 20;

  /** Bytes a slow reader may owe before it gets only the latest numbers. */
  @Env('ANALYTICS_STREAMING_BUFFER_BYTES')
  @IsInt()
  @Min(1_024)
  bufferBytes = 64 * 1024;

  /** How often a socket is asked whether somebody is there; one that does not answer until the next time is closed, in milliseconds. */
  @Env('ANALYTICS_STREAMING_PING_MS')
  @IsInt()
  @Min(100)
  pingMs = 30_000;
}
