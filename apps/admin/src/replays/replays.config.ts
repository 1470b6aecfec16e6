import { Env } from '@analytics/service-kit';
import { IsInt, IsNumber, IsString, IsUrl, Max, Min, ValidateIf } from 'class-validator';

const LOCAL_URL = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
const given = (_: unknown, value: unknown): boolean => value !== '';

/** How refused records are sent again, and where ingestion says what would become of them. */
export class ReplaysConfig {
  /** Records one replay may choose; the oldest come first. */
  @Env('ANALYTICS_ADMIN_REPLAY_RECORDS')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  records = 100_000;

  /** How often one record may be replayed. */
  @Env('ANALYTICS_ADMIN_REPLAYS_PER_RECORD')
  @IsInt()
  @Min(1)
  @Max(10)
  replaysPerRecord = 3;

  /** Records a second a replay sends unless it says otherwise. */
  @Env('ANALYTICS_ADMIN_REPLAY_RATE_PER_SECOND')
  @IsInt()
  @Min(1)
  ratePerSecond = 200;

  /** Share of live traffic that a replay may be whose rate nobody chose. */
  @Env('ANALYTICS_ADMIN_REPLAY_LIVE_SHARE')
  @IsNumber()
  @Min(0)
  @Max(1)
  liveShare = 0.2;

  /** Records a second a replay may always send, however little live traffic there is. */
  @Env('ANALYTICS_ADMIN_REPLAY_RATE_LEAST')
  @IsInt()
  @Min(1)
  rateLeast = 100;

  /** Highest rate a replay may ask for, in records a second. */
  @Env('ANALYTICS_ADMIN_REPLAY_RATE_MOST')
  @IsInt()
  @Min(1)
  @Max(100_000)
  ratePerSecondMost = 5_000;

  /** Replays one process carries on at a time; 0 = it leaves them to others. */
  @Env('ANALYTICS_ADMIN_REPLAYS_AT_ONCE')
  @IsInt()
  @Min(0)
  @Max(16)
  atOnce = 4;

  /** How long a replay waits for a runner that was not heard of, in milliseconds. */
  @Env('ANALYTICS_ADMIN_REPLAY_LEASE_MS')
  @IsInt()
  @Min(1_000)
  leaseMs = 10_000;

  /** Pause between two looks at a replay that has nothing to do, in milliseconds. */
  @Env('ANALYTICS_ADMIN_REPLAY_POLL_MS')
  @IsInt()
  @Min(20)
  @Max(1_000)
  pollMs = 250;

  /** Address of ingestion, to be asked what would become of records; empty = no dry runs. */
  @Env('ANALYTICS_ADMIN_INGESTION_URL')
  @ValidateIf(given)
  @IsUrl(LOCAL_URL)
  ingestionUrl = '';

  /** Where the token issuer gives tokens to services. */
  @Env('ANALYTICS_ADMIN_OIDC_TOKEN_URL')
  @ValidateIf(given)
  @IsUrl(LOCAL_URL)
  tokenUrl = '';

  /** Name by which the token issuer knows this service. */
  @Env('ANALYTICS_ADMIN_OIDC_CLIENT_ID')
  @IsString()
  clientId = 'admin';

  /** Secret by which the token issuer knows this service. */
  @Env('ANALYTICS_ADMIN_OIDC_CLIENT_SECRET', { secret: true })
  @IsString()
  clientSecret = '';

  /** Longest wait for an answer of ingestion or the token issuer, in milliseconds. */
  @Env('ANALYTICS_ADMIN_INGESTION_TIMEOUT_MS')
  @IsInt()
  @Min(100)
  @Max(60_000)
  timeoutMs = 15_000;
}
