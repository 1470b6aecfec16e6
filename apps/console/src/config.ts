import { Env, JwtConfig, Part, ServiceConfig } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';
import { LoginConfig } from './login/login.config';
import { PageConfig } from './page/page.config';
import { ProxyConfig } from './proxy/proxy.config';
import { SessionConfig } from './session/session.config';

/** Configuration of the console's server. */
export class ConsoleConfig extends ServiceConfig {
  /** Port of the page. */
  @Env('CONSOLE_HTTP_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override httpPort = 8080;

  /** Port of health and metrics. */
  @Env('CONSOLE_MANAGEMENT_PORT')
  @IsInt()
  @Min(0)
  @Max(65_535)
  override managementPort = 9080;

  @Part(() => PageConfig)
  readonly page: PageConfig;

  @Part(() => SessionConfig)
  readonly session: SessionConfig;

  @Part(() => LoginConfig)
  readonly login: LoginConfig;

  @Part(() => ProxyConfig)
  readonly proxy: ProxyConfig;

  @Part(() => JwtConfig)
  readonly jwt: JwtConfig;
}
