import { createService, Part, RateLimiter, type RunningService, ServiceConfig } from '@analytics/service-kit';
import { eventually, type PrivateStore, startPrivateStore } from '@analytics/testing';
import { Module } from '@nestjs/common';
import { Redis } from '../connection/redis';
import { RedisConfig } from '../config/redis.config';
import { RedisRateLimiter } from '../rate-limit/redis-rate-limiter';
import { RedisModule } from '../redis.module';

class WorkerConfig extends ServiceConfig {
  managementPort = 0;
  @Part(() => RedisConfig) readonly redis: RedisConfig;
}

@Module({ imports: [RedisModule.for({ required: true })] })
class NeedsRedis {}

@Module({ imports: [RedisModule] })
class DoesWithout {}

describe('a service with Redis', () => {
  let server: PrivateStore<'redis'>;
  let logged = '';
  const services: RunningService[] = [];

  beforeAll(async () => {
    server = await startPrivateStore('redis');
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.close()));
    await server?.stop();
  });

  async function start(module: typeof NeedsRedis): Promise<RunningService> {
    const service = await createService({
      name: 'worker',
      module,
      config: WorkerConfig,
      logTo: { write: (line) => void (logged += line) },
      env: {
        ANALYTICS_BIND_ADDRESS: '127.0.0.1',
        HEALTH_CACHE_MS: '0',
        REDIS_URL_ANALYTICS: server.connection.url,
        REDIS_COMMAND_TIMEOUT_MS_ANALYTICS: '20000',
        REDIS_RECONNECT_MAX_MS_ANALYTICS: '100',
      },
    });
    services.push(service);
    return service;
  }
  const readiness = async ({ managementUrl }: RunningService) => {
    const answer = await fetch(`${managementUrl}/health/ready`);
    return { status: answer.status, text: await answer.text() };
  };

  it('starts without it; whether it is ready is the app’s choice, and all see it come back', async () => {
    await server.kill9();
    const [needs, without] = await Promise.all([start(NeedsRedis), start(DoesWithout)]);
    expect(await readiness(needs)).toMatchObject({ status: 503 });
    expect(await readiness(without)).toMatchObject({ status: 200, text: expect.stringContaining('redis') });
    await server.restart();
    await eventually(async () => expect(await readiness(needs)).toMatchObject({ status: 200 }));
    expect(needs.app.get(RateLimiter)).toBeInstanceOf(RedisRateLimiter);
    const decision = await needs.app.get(RateLimiter).take('caller', { limit: 3, windowMs: 60_000 });
    expect(decision).toEqual({ allowed: true, limit: 3, remaining: 2, retryAfterSeconds: 0 });
  });

  it('tells the log of an outage once, and never the password', async () => {
    const { password } = new URL(server.connection.url);
    // Whoever is still on the way back from the outage before would not tell of a new one.
    await Promise.all(services.map(({ app }) => eventually(() => app.get(Redis).check())));
    logged = '';
    await server.kill9();
    await eventually(() => expect(logged).toContain('Redis is away'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.restart();
    await eventually(() => expect(logged).toContain('Redis is back'));
    await eventually(() => expect(logged.split('Redis is back')).toHaveLength(services.length + 1));
    expect(logged.split('Redis is away')).toHaveLength(services.length + 1);
    expect(logged).not.toContain(password);
  });
});
