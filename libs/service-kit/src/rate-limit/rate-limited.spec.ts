import { Controller, Get, Module } from '@nestjs/common';
import { Public } from '../auth/route-access';
import { startTestService, type TestService } from '../service/service.fixture';
import { RateLimited } from './rate-limited.decorator';
import { RateLimitRules } from './rate-limit-rules';
import { type RateDecision, RateLimiter } from './rate-limiter';

/** Nothing comes back within it, however slow the machine is. */
const HOUR_MS = 3_600_000;

@Public()
@Controller()
class LimitedController {
  @RateLimited({ name: 'inline', limit: 2, windowMs: HOUR_MS }) @Get('inline') inline(): { ok: true } {
    return { ok: true };
  }
  @RateLimited('queries') @Get('named') named(): { ok: true } {
    return { ok: true };
  }
  @RateLimited('forgotten') @Get('forgotten') forgotten(): void {}
}
@Module({
  controllers: [LimitedController],
  providers: [{ provide: RateLimitRules, useValue: new RateLimitRules({ queries: { limit: 1, windowMs: HOUR_MS } }) }],
})
class LimitedModule {}

describe('a rate-limited route', () => {
  let service: TestService;
  beforeEach(async () => (service = await startTestService(LimitedModule)));
  afterEach(() => service.close());
  const ask = (path: string) => fetch(`${service.url}${path}`);

  it('tells each caller what is left, then 429 and when to come back', async () => {
    const answers = [await ask('/inline'), await ask('/inline'), await ask('/inline')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-limit'))).toEqual(['2', '2', '2']);
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['1', '0', '0']);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answers[2]?.json()).toMatchObject({ errors: [{ code: 'RATE_LIMITED' }] });
  });

  it('takes its limit from the rule of its name', async () => {
    expect([(await ask('/named')).status, (await ask('/named')).status]).toEqual([200, 429]);
  });

  it('fails loudly when no rule has its name', async () => {
    expect((await ask('/forgotten')).status).toBe(500);
    expect(service.logText()).toContain('no rate limit rule is named forgotten');
  });

  it('does not believe an address that the caller made up', async () => {
    const spoofed = (ip: string) => fetch(`${service.url}/inline`, { headers: { 'x-forwarded-for': ip } });
    expect((await Promise.all(['1.1.1.1', '2.2.2.2', '3.3.3.3'].map(spoofed))).filter(({ ok }) => ok)).toHaveLength(2);
  });
});

it('a shared limiter of the module replaces the local one', async () => {
  class ClosedLimiter extends RateLimiter {
    take(): Promise<RateDecision> {
      return Promise.resolve({ allowed: false, limit: 5, remaining: 0, retryAfterSeconds: 7 });
    }
  }
  @Module({ controllers: [LimitedController], providers: [{ provide: RateLimiter, useClass: ClosedLimiter }] })
  class SharedModule {}
  const service = await startTestService(SharedModule);
  const answer = await fetch(`${service.url}/inline`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  await service.close();
});
