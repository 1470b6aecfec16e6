import { randomUUID } from 'node:crypto';
import type { ErrorEnvelope, MetricValuesAnswer } from '@analytics/contracts';
import { askPageViews, BASE, collectAnswer, gameViewed, pageViews, post } from './stack/events';
import { eventually } from '@analytics/testing';
import { SERVICES, Stack } from './stack/stack';

const PATIENCE = { withinMs: 150_000, everyMs: 200 };

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
}, 300_000);
afterAll(() => stack.stop());

const errorOf = async (response: Response) => ((await response.json()) as ErrorEnvelope).errors[0];

describe('an event that came in over HTTP', () => {
  it('is a number at the other end, and counts once however often it is sent', async () => {
    const before = await pageViews(stack);
    const events = Array.from({ length: 50 }, () => gameViewed());
    expect((await post(stack, events)).status).toBe(202);
    for (let copy = 0; copy < 2; copy += 1) {
      // That they are known is told when it can be found out in time; that they count once holds always.
      await eventually(async () => {
        const again = await post(stack, events);
        expect(again.status).toBe(200);
        expect((await collectAnswer(again)).data).toMatchObject({ accepted: 0, duplicate: 50, rejected: 0 });
      }, PATIENCE);
    }
    await eventually(async () => expect(await pageViews(stack)).toBe(before + 50), PATIENCE);
    const marker = gameViewed();
    await post(stack, [events[0], marker]);
    await eventually(async () => expect(await pageViews(stack)).toBe(before + 51), PATIENCE);
  });

  it('is judged alone: its neighbours go in, and its sender reads what is wrong', async () => {
    const good = gameViewed();
    const { gameId: _, ...withoutGame } = good.data;
    const bad = gameViewed({ data: withoutGame });
    const response = await post(stack, [good, bad, gameViewed({ type: 'com.platform.unheard.of.v1' }), 7]);
    expect(response.status).toBe(202);
    const answer = await collectAnswer(response);
    expect(answer.data).toMatchObject({ accepted: 1, duplicate: 0, rejected: 3 });
    expect(answer.data.items).toMatchObject([
      {
        index: 1,
        id: bad.id,
        source: bad.source,
        status: 'rejected',
        code: 'SCHEMA_VIOLATION',
        pointer: '/data/gameId',
      },
      { index: 2, status: 'rejected', code: 'SCHEMA_UNKNOWN', pointer: '/type' },
      { index: 3, status: 'rejected', code: 'NOT_CLOUDEVENT' },
    ]);
    expect(answer.meta.request_id).toBe(response.headers.get('x-request-id'));
  });

  it('lists every item when all are asked for', async () => {
    const { services, credentials } = stack.state;
    const response = await fetch(`${services.ingestion.url}${BASE}/events?items=all`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', 'x-write-key': credentials.writeKey },
      body: JSON.stringify([gameViewed()]),
    });
    expect((await collectAnswer(response)).data.items).toMatchObject([{ index: 0, status: 'accepted' }]);
  });

  it.each([
    ['nothing that could be accepted', [gameViewed({ data: {} })], 422],
    ['text that is no JSON', '{"specversion":', 400],
    ['an empty batch', [], 400],
    ['more than 1000 events', Array.from({ length: 1001 }, () => 1), 413],
    ['a body beyond 5 MB', `["${'x'.repeat(5_300_000)}"]`, 413],
  ])('is answered by its own status when it is %s', async (_, body, status) => {
    expect((await post(stack, body)).status).toBe(status);
  });

  it('needs a write key that is known', async () => {
    for (const key of ['wk_unknownunknownunknownunknown', 'nonsense', '']) {
      const response = await post(stack, gameViewed(), { 'x-write-key': key });
      expect(response.status).toBe(401);
      expect(await errorOf(response)).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('leaves nothing personal behind', async () => {
    const canary = randomUUID();
    const sent = gameViewed();
    await post(stack, { ...sent, data: { ...sent.data, userId: canary, nickname: `name-${canary}` } });
    const { url, username, password, database } = stack.state.stores.clickhouse;
    const search = async (text: string) => {
      const response = await fetch(`${url}/?database=${database}`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
        body: `SELECT count() FROM events WHERE toString(tuple(*)) LIKE '%${text}%'`,
      });
      return Number(await response.text());
    };
    await eventually(async () => expect(await search(sent.id)).toBeGreaterThan(0), PATIENCE);
    expect(await search(canary)).toBe(0);
  });
});

describe('the number', () => {
  const period = { period_start: '2026-11-01', period_end: '2026-11-04' };

  it('comes with what it means', async () => {
    const answer = (await (await askPageViews(stack, period)).json()) as MetricValuesAnswer;
    expect(answer.data).toMatchObject({
      metric: 'game_page_views',
      unit: 'count',
      total: { value: expect.any(Number) },
    });
    expect(answer.data.series[0]!.points.map((point) => point.period_start)).toEqual([
      '2026-11-01T00:00:00+03:00',
      '2026-11-02T00:00:00+03:00',
      '2026-11-03T00:00:00+03:00',
    ]);
    expect(answer.meta).toMatchObject({
      timezone: 'Europe/Moscow',
      granularity: 'day',
      exact: true,
      definition_version: 1,
    });
  });

  it.each([
    [{ ...period, period_end: 'soon' }, 400, 'INVALID_QUERY_PARAMETERS', 'period_end'],
    [{ period_end: '2026-11-04' }, 400, 'INVALID_QUERY_PARAMETERS', 'period_start'],
    [{ ...period, timezone: 'Mars/Olympus' }, 400, 'INVALID_QUERY_PARAMETERS', 'timezone'],
    [{ ...period, filters: '[1]' }, 400, 'INVALID_QUERY_PARAMETERS', 'filters'],
    [{ ...period, period_end: '2029-11-04' }, 422, 'QUERY_TOO_EXPENSIVE', undefined],
  ])('is refused for %j with %i %s', async (query, status, code, parameter) => {
    const response = await askPageViews(stack, query as Record<string, string>);
    expect(response.status).toBe(status);
    const error = await errorOf(response);
    expect(error?.code).toBe(code);
    expect(error?.source?.parameter).toBe(parameter);
  });

  it('does not exist under another name', async () => {
    const { services, credentials } = stack.state;
    const url = `${services['query-api'].url}${BASE}/metrics/values/${encodeURIComponent("x'); DROP TABLE events--")}?period_start=2026-11-01&period_end=2026-11-02`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${credentials.tokens['platform_admin']}` } });
    expect(response.status).toBe(404);
    expect((await errorOf(response))?.code).toBe('METRIC_NOT_FOUND');
  });

  it('is for those who may see it', async () => {
    const { credentials } = stack.state;
    expect((await askPageViews(stack, period, 'nonsense')).status).toBe(401);
    expect((await askPageViews(stack, period, credentials.writeKey)).status).toBe(401);
    expect((await askPageViews(stack, period, credentials.tokens['user'])).status).toBe(403);
    const [header, payload, signature] = credentials.tokens['platform_admin']!.split('.');
    const forged = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    expect((await askPageViews(stack, period, `${forged}.${payload}.`)).status).toBe(401);
    expect((await askPageViews(stack, period, `${header}.${payload}x.${signature}`)).status).toBe(401);
  });

  it('is what a token from the command line can ask for', async () => {
    const token = (await stack.command('token', '--role', 'platform_admin')).trim();
    expect((await askPageViews(stack, period, token)).status).toBe(200);
  });

  it('is what a service asks for with a token and a client of its own, as the documentation shows', async () => {
    await post(stack, [gameViewed()]);
    await eventually(async () => {
      const [, total] = /over the week: (\d+) count/.exec(await stack.example('first-number.mjs')) ?? [];
      expect(Number(total)).toBeGreaterThan(0);
    }, PATIENCE);
  });
});

describe('every service', () => {
  it('tells on its management port, and only there, how it is', async () => {
    for (const { url, managementUrl } of SERVICES.map((name) => stack.state.services[name])) {
      expect((await fetch(`${managementUrl}/health/live`)).status).toBe(200);
      await eventually(async () => expect((await fetch(`${managementUrl}/health/ready`)).status).toBe(200), PATIENCE);
      expect(await (await fetch(`${managementUrl}/metrics`)).text()).toContain('process_cpu_seconds_total');
      if (url !== undefined && url !== managementUrl) expect((await fetch(`${url}/metrics`)).status).toBe(404);
    }
  });
});
