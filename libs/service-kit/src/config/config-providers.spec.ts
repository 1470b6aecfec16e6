import { Injectable, Module } from '@nestjs/common';
import { startTestService, TestConfig } from '../service/service.fixture';
import { Part } from './env.decorator';
import { HttpConfig } from './parts/http.config';
import { LogConfig } from './parts/log.config';
import { ServiceConfig } from './service.config';

class LargeBodies extends HttpConfig {
  override bodyLimitBytes = 5 * 1024 * 1024;
}
class AppConfig extends TestConfig {
  @Part(() => LargeBodies) override http: LargeBodies = new LargeBodies();
}

@Injectable()
class NeedsConfig {
  constructor(
    readonly app: AppConfig,
    readonly base: ServiceConfig,
    readonly log: LogConfig,
    readonly http: HttpConfig,
  ) {}
}
@Module({ providers: [NeedsConfig] })
class AppModule {}

it('the config, its base and its parts are injectable by class; a refined part stands for the plain one', async () => {
  const service = await startTestService(AppModule, { config: AppConfig });
  const { app, base, log, http } = service.app.get(NeedsConfig);
  expect(app).toBeInstanceOf(AppConfig);
  expect(base).toBe(app);
  expect(log).toBe(app.log);
  expect(http).toBe(app.http);
  expect(http.bodyLimitBytes).toBe(5 * 1024 * 1024);
  await service.close();
});
