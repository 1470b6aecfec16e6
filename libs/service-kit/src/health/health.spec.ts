import { Controller, Get, Module } from '@nestjs/common';
import { Public } from '../auth/route-access';
import { startTestService, type TestService, TestWorkerConfig } from '../service/service.fixture';
import { ReadinessRegistry } from './readiness-registry';

@Controller()
class PingController {
  @Public()
  @Get('ping')
  ping(): { pong: true } {
    return { pong: true };
  }
}
@Module({ controllers: [PingController] })
class PingModule {}

const report = async (service: TestService) => {
  const response = await fetch(`${service.managementUrl}/health/ready`);
  return {
    status: response.status,
    body: (await response.json()) as { status: string; details: Record<string, object> },
  };
};

describe('the management listener', () => {
  let service: TestService;
  let storeIsUp: boolean;
  beforeEach(async () => {
    storeIsUp = true;
    service = await startTestService(PingModule, { env: { HEALTH_CACHE_MS: '0', HEALTH_CHECK_TIMEOUT_MS: '50' } });
    const readiness = service.app.get(ReadinessRegistry);
    readiness.register({
      name: 'clickhouse',
      check: () => (storeIsUp ? Promise.resolve() : Promise.reject(new Error('http://user:hunter2@host refused'))),
    });
  });
  afterEach(() => service.close());

  it('names each store that readiness depends on', async () => {
    expect(await report(service)).toEqual({
      status: 200,
      body: expect.objectContaining({ status: 'ok', details: { clickhouse: { status: 'up' } } }),
    });
  });

  it('says 503 and which store is away, without what its driver says', async () => {
    storeIsUp = false;
    const { status, body } = await report(service);
    expect(status).toBe(503);
    expect(body.details).toEqual({ clickhouse: { status: 'down', reason: 'Error' } });
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('stays alive while a store is away', async () => {
    storeIsUp = false;
    expect((await fetch(`${service.managementUrl}/health/live`)).status).toBe(200);
  });

  it('counts a check that does not answer as away', async () => {
    service.app.get(ReadinessRegistry).register({ name: 'kafka', check: () => new Promise(() => undefined) });
    const { status, body } = await report(service);
    expect(status).toBe(503);
    expect(body.details['kafka']).toEqual({ status: 'down', reason: 'no answer within 50 ms' });
    expect(body.details['clickhouse']).toEqual({ status: 'up' });
  });

  it('stays ready without an optional store, and shows it', async () => {
    const away = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    service.app.get(ReadinessRegistry).register({ name: 'redis', check: away, optional: true });
    const { status, body } = await report(service);
    expect(status).toBe(200);
    expect(body.details['redis']).toEqual({ status: 'degraded', reason: 'ECONNREFUSED' });
  });

  it('logs once when a store goes and once when it is back', async () => {
    for (const up of [true, false, false, true, true]) {
      storeIsUp = up;
      await report(service);
    }
    const told = service.log.filter((line) => line['store'] === 'clickhouse').map((line) => line['msg']);
    expect(told).toEqual(['a store is away', 'a store is back']);
  });

  it('serves the metrics of process, event loop and HTTP', async () => {
    await fetch(`${service.url}/ping`);
    const text = await (await fetch(`${service.managementUrl}/metrics`)).text();
    for (const name of ['process_cpu_user_seconds_total', 'nodejs_eventloop_lag_seconds', 'http_requests_total']) {
      expect(text).toContain(`# TYPE ${name}`);
    }
    expect(text).toMatch(/http_requests_total\{method="GET",route="\/ping",status="200"\} \d/);
    expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/ping",status="200"\} \d/);
  });

  it.each(['/health/live', '/health/ready', '/metrics'])(
    'is not reachable through the public port: %s',
    async (path) => {
      expect((await fetch(`${service.url}${path}`)).status).toBe(404);
    },
  );

  it('knows no other address and no other method', async () => {
    expect((await fetch(`${service.managementUrl}/ping`)).status).toBe(404);
    expect((await fetch(`${service.managementUrl}/metrics`, { method: 'POST' })).status).toBe(405);
  });
});

describe('a worker without a public port', () => {
  it('has a management listener only', async () => {
    @Module({})
    class EmptyModule {}
    const worker = await startTestService(EmptyModule, { config: TestWorkerConfig });
    try {
      expect((await fetch(`${worker.managementUrl}/health/ready`)).status).toBe(200);
      expect(() => worker.url).toThrow('test-service has no public listener');
    } finally {
      await worker.close();
    }
  });
});
