import { EVENTS_TABLE, factRows, factsOf } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import {
  aValidatedEvent,
  DEVELOPER,
  eventually,
  type PrivateStore,
  STANDARD_DATA,
  startPrivateStore,
} from '@analytics/testing';
import { register } from 'prom-client';
import { filledAt, type FilledWarehouse } from './filled-warehouse.fixture';
import { ADMIN, callsOf, developerToken, QueryService } from './query-service.fixture';

const CLIENTS = 200;
const NORTH = developerToken(DEVELOPER.north);
const SOUTH = developerToken(DEVELOPER.south);
const BROKEN_DOWN = { dimensions: 'game_id', compare: 'previous_period' };

describe('answers', () => {
  let server: PrivateStore<'clickhouse'>;
  let redis: PrivateStore<'redis'>;
  let warehouse: FilledWarehouse;
  let service: QueryService;

  beforeAll(async () => {
    [server, redis] = await Promise.all([startPrivateStore('clickhouse'), startPrivateStore('redis')]);
    warehouse = await filledAt({ ...server.connection, database: 'answers' }, STANDARD_DATA);
    service = await QueryService.start(
      warehouse.config,
      { url: redis.connection.url, prefix: 'answers' },
      {
        // Longer than a machine stalls between a question and its being called off.
        CLICKHOUSE_REQUEST_TIMEOUT_MS_ANALYTICS_DWH: '5000',
        // Longer than twenty questions take on a slow machine.
        ANALYTICS_API_CIRCUIT_OPEN_MS: '3000',
        ANALYTICS_API_SLOW_QUERY_MS: '400',
        // The clients of this spec keep its process busy: an answer of Redis that waits for that is still one.
        REDIS_COMMAND_TIMEOUT_MS_ANALYTICS: '20000',
        // Who got a place in the queue is answered, however slow the machine is.
        ANALYTICS_API_WAIT_MS: '60000',
      },
    );
  });
  afterAll(async () => {
    await service?.close();
    await warehouse?.dispose();
    await Promise.all([server?.stop(), redis?.stop()]);
  });

  const untilAnswers = (metric: string) =>
    eventually(async () => {
      const { status, body } = await service.values(metric);
      expect([status, body.meta?.stale]).toEqual([200, false]);
    });

  it('are kept while no event comes, and say how old they are', async () => {
    const first = await service.values('dau', BROKEN_DOWN);
    expect([first.body.meta.cached, first.body.meta.stale, first.headers.get('age')]).toEqual([false, false, null]);
    const before = await callsOf('metric-people');
    const second = await service.values('dau', BROKEN_DOWN);
    expect(second.body.meta).toMatchObject({ cached: true, stale: false });
    expect(second.headers.get('age')).toMatch(/^\d+$/);
    expect(second.body.data).toEqual(first.body.data);
    expect(second.body.meta.request_id).not.toBe(first.body.meta.request_id);
    expect(await callsOf('metric-people')).toBe(before);
    expect((await service.values('dau', { ...BROKEN_DOWN, limit: '1' })).body.meta.cached).toBe(false);
    const at = new Date(Date.parse(first.body.meta.watermark!) + 1_000).toISOString();
    const event = aValidatedEvent({
      id: 'one-more',
      type: 'com.platform.catalog.game.viewed.v1',
      data: {},
      received_at: at,
      effective_at: at,
    });
    const facts = factsOf(event, { topic: 'spec', partition: 0, offset: 10_000_000n, hash: 1n });
    await warehouse.clickhouse.insert(EVENTS_TABLE, factRows([facts]).events, { token: 'one-more' });
    const third = await service.values('dau', BROKEN_DOWN);
    expect(third.body.meta).toMatchObject({ cached: false, watermark: at });
  });

  it('name the tables they were read from', async () => {
    const { body } = await service.values('net_revenue', { timezone: 'UTC' });
    expect(body.meta.sources).toEqual(['mart_event_types_hourly', 'mart_sales_hourly', 'revenue_ledger']);
  });

  it('B29 of one scope are never given to another', async () => {
    const asked = { dimensions: 'game_id' };
    const tokens = [ADMIN, NORTH, SOUTH];
    const first = await Promise.all(tokens.map((token) => service.values('units_sold', asked, token)));
    const again = await Promise.all(tokens.map((token) => service.values('units_sold', asked, token)));
    expect(again.map(({ body }) => body.data)).toEqual(first.map(({ body }) => body.data));
    expect(again.map(({ body }) => body.meta.cached)).toEqual([true, true, true]);
    expect(new Set(first.map(({ body }) => JSON.stringify(body.data))).size).toBe(3);
  });

  it(`to one question of ${CLIENTS} clients at once are computed once`, async () => {
    const before = await callsOf('metric-people-window');
    const told = await Promise.all(Array.from({ length: CLIENTS }, () => service.values('wau')));
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(told.map(({ body }) => JSON.stringify(body.data))).size).toBe(1);
    expect((await callsOf('metric-people-window')) - before).toBe(1);
  });

  it(`to ${CLIENTS} questions at once are right or refused with when to come again`, async () => {
    const told = await Promise.all(
      Array.from({ length: CLIENTS }, (_, index) => service.values('game_page_views', { limit: String(index + 1) })),
    );
    const answered = told.filter(({ status }) => status === 200);
    const refused = told.filter(({ status }) => status !== 200);
    expect(answered.length).toBeGreaterThanOrEqual(50);
    expect(new Set(answered.map(({ body }) => body.data.total.value)).size).toBe(1);
    for (const { status, code, headers } of refused) {
      expect([status, code]).toEqual([503, 'UNAVAILABLE']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it(`to ${CLIENTS} clients again and again take no more memory than the first time`, async () => {
    const ask = () =>
      Promise.all(
        Array.from({ length: CLIENTS }, (_, index) => service.values('searches', { limit: String(index + 1) })),
      );
    const told = await ask();
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 3; round += 1) told.push(...(await ask()));
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    expect(told.every(({ status }) => [200, 429, 503].includes(status))).toBe(true);
    const waiting = await register.getSingleMetric('analytics_query_questions')!.get();
    await eventually(() => expect(waiting.values.map(({ value }) => value)).toEqual(waiting.values.map(() => 0)));
  });

  it('are called off at the warehouse when nobody waits for them any more', async () => {
    const statement = 'metric-orders';
    const controller = new AbortController();
    server.freeze();
    try {
      const [gone, stays] = [
        service.values('orders', {}, ADMIN, controller.signal),
        service.values('orders', { timezone: 'UTC' }, ADMIN, AbortSignal.timeout(60_000)),
      ];
      const before = await callsOf('warehouse-watermark', 'CalledOff');
      setTimeout(() => controller.abort(), 100);
      await expect(gone).rejects.toThrow();
      expect(await callsOf('warehouse-watermark', 'CalledOff')).toBe(before);
      server.thaw();
      expect((await stays).status).toBe(200);
    } finally {
      server.thaw();
    }
    const calls = await callsOf(statement);
    await eventually(async () => expect(await callsOf(statement)).toBe(calls));
    const alone = new AbortController();
    server.freeze();
    try {
      const questions = service.running.app.get(ClickHouse, { strict: false });
      const run = questions.run.bind(questions);
      let wasAsked = false;
      const watched = jest.spyOn(questions, 'run').mockImplementation((...given) => {
        wasAsked = true;
        return run(...given);
      });
      const before = await callsOf('warehouse-watermark', 'CalledOff');
      const gone = service.values('orders', { timezone: 'Asia/Kolkata' }, ADMIN, alone.signal);
      const left = expect(gone).rejects.toThrow();
      await eventually(() => wasAsked);
      alone.abort();
      await left;
      watched.mockRestore();
      await eventually(async () => expect(await callsOf('warehouse-watermark', 'CalledOff')).toBe(before + 1));
    } finally {
      server.thaw();
    }
    await untilAnswers('orders');
  });

  it('are the last good ones while the warehouse is away, and 503 where there is none', async () => {
    const asked = { dimensions: 'game_id', period_end: '2026-11-07' };
    const before = await service.values('units_sold', asked, NORTH);
    const during = service.values('units_sold', { period_end: '2026-11-06' });
    await server.kill9();
    const { status } = await during;
    expect([200, 503]).toContain(status);
    for (let time = 0; time < 10; time += 1) {
      const stale = await service.values('units_sold', asked, NORTH);
      expect([stale.status, stale.body.meta?.stale, stale.body.meta?.cached]).toEqual([200, true, true]);
      expect(stale.headers.get('age')).toMatch(/^\d+$/);
      expect(stale.body.data).toEqual(before.body.data);
      const none = await service.values('units_sold', { period_end: '2026-11-05' });
      expect([none.status, none.code]).toEqual([503, 'UNAVAILABLE']);
      expect(Number(none.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    // Who is not ready is asked nothing, and could give no stale answers.
    const ready = await fetch(`${service.running.managementUrl}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { details: { clickhouse: { status: 'degraded' } } },
    ]);
    const sent = await callsOf('warehouse-watermark');
    await Promise.all(Array.from({ length: 20 }, () => service.values('units_sold', { period_end: '2026-11-05' })));
    expect((await callsOf('warehouse-watermark')) - sent).toBeLessThan(3);
    await server.restart();
    await untilAnswers('units_sold');
    expect((await service.values('units_sold', asked, NORTH)).body.meta.stale).toBe(false);
  });

  it('are not waited for without end at a warehouse that is silent, and what was slow is logged by its name', async () => {
    const asked = { period_end: '2026-11-04' };
    const before = await service.values('logins', asked);
    server.freeze();
    try {
      const [stale, none] = await Promise.all([
        service.values('logins', asked),
        service.values('logins', { period_end: '2026-11-03' }),
      ]);
      expect([stale.status, stale.body.meta?.stale, stale.body.data]).toEqual([200, true, before.body.data]);
      expect([none.status, none.code]).toEqual([503, 'UNAVAILABLE']);
    } finally {
      server.thaw();
    }
    const slow = service.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(slow.filter(({ msg }) => msg === 'slow query').map(({ statement }) => statement)).toContain(
      'warehouse-watermark',
    );
    await untilAnswers('logins');
  });

  it('are right, only slower, while Redis is away', async () => {
    const before = await service.values('net_revenue');
    await redis.kill9();
    const during = await service.values('net_revenue');
    expect([during.status, during.body.meta.cached, during.body.data]).toEqual([200, false, before.body.data]);
    const many = await Promise.all(Array.from({ length: 50 }, () => service.values('net_revenue')));
    for (const { status, body, headers } of many) {
      expect([200, 429, 503]).toContain(status);
      if (status === 200) expect(body.data).toEqual(before.body.data);
      else expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await redis.restart();
    await eventually(async () => expect((await service.values('net_revenue')).body.meta.cached).toBe(true));
  });
});
