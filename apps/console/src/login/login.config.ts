import { Env } from '@analytics/service-kit';
import { IsInt, IsNotEmpty, IsString, IsUrl, Max, Min } from 'class-validator';

export class LoginConfig {
  /** Address of the OpenID provider that people log in at. */
  @Env('CONSOLE_OIDC_ISSUER_URL')
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  issuerUrl: string;

  /** Name by which the provider knows the console. */
  @Env('CONSOLE_OIDC_CLIENT_ID')
  @IsString()
  @IsNotEmpty()
  clientId: string = 'console';

  /** Secret by which the provider knows the console. */
  @Env('CONSOLE_OIDC_CLIENT_SECRET', { secret: true })
  @IsString()
  @IsNotEmpty()
  clientSecret: string;

  /** What is asked of the provider at the log-in. */
  @Env('CONSOLE_OIDC_SCOPE')
  @IsString()
  @IsNotEmpty()
  scope: string = 'openid profile offline_access';

  /** Longest wait for an answer of the provider, in milliseconds. */
  @Env('CONSOLE_OIDC_TIMEOUT_MS')
  @IsInt()
  @Min(100)
  @Max(30_000)
  timeoutMs: number = 5_000;
}
