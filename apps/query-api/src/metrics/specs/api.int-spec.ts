import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MetricDefinitionAnswer, MetricValuesAnswer } from '@analytics/contracts';
import { PostgresConfig, PostgresMigrations } from '@analytics/infra-postgres';
import { createService, type RunningService } from '@analytics/service-kit';
import {
  DEVELOPER,
  GAME,
  PATIENT_STORES,
  STANDARD_DATA,
  suiteNamespace,
  type SuiteNamespace,
} from '@analytics/testing';
import { AppModule } from '../../app.module';
import { QueryApiConfig } from '../../config';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';

const BASE = '/api/v1/analytics/metrics';
const WEEK = { period_start: '2026-11-01', period_end: '2026-11-08' };
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

function tokenOf(claims: object): string {
  const now = Math.floor(Date.now() / 1_000);
  const all = { iss: 'spec', aud: 'analytics', sub: 'somebody', iat: now, exp: now + 600, ...claims };
  const head = `${encoded({ alg: 'RS256', typ: 'at+jwt' })}.${encoded(all)}`;
  return `${head}.${sign('sha256', Buffer.from(head), keys.privateKey).toString('base64url')}`;
}

const ADMIN = tokenOf({ roles: ['platform_admin'] });
const NORTH = tokenOf({ roles: ['developer'], developer_id: DEVELOPER.north });

describe('metrics over HTTP', () => {
  let warehouse: FilledWarehouse;
  let space: SuiteNamespace;
  let service: RunningService;
  const folder = mkdtempSync(path.join(tmpdir(), 'metrics-spec-'));

  beforeAll(async () => {
    [warehouse, space] = await Promise.all([
      filledWarehouse('query-api', STANDARD_DATA),
      suiteNamespace('query-api-meta', { databases: ['postgres'] }),
    ]);
    const meta = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable' });
    const migrations = new PostgresMigrations(meta);
    await migrations.apply();
    await migrations.close();
    const pem = path.join(folder, 'public.pem');
    writeFileSync(pem, keys.publicKey.export({ type: 'spki', format: 'pem' }));
    const { hosts, user, password, database } = warehouse.config;
    service = await createService({
      name: 'query-api',
      module: AppModule,
      config: QueryApiConfig,
      logTo: { write: () => undefined },
      env: {
        ...PATIENT_STORES,
        POSTGRES_DSN_ANALYTICS_META: space.postgres.url,
        REDIS_URL_ANALYTICS: space.redis.url,
        REDIS_KEY_PREFIX_ANALYTICS: space.redisPrefix,
        CLICKHOUSE_HOSTS_ANALYTICS_DWH: hosts[0]!,
        CLICKHOUSE_USER_ANALYTICS_DWH: user,
        CLICKHOUSE_PASSWORD_ANALYTICS_DWH: password,
        CLICKHOUSE_DATABASE_ANALYTICS_DWH: database,
        JWT_PUBLIC_KEY_PATH: pem,
        JWT_ISSUER: 'spec',
        JWT_AUDIENCE: 'analytics',
        ANALYTICS_API_HTTP_PORT: '0',
        ANALYTICS_API_MANAGEMENT_PORT: '0',
        ANALYTICS_BIND_ADDRESS: '127.0.0.1',
      },
    });
  });
  afterAll(async () => {
    await service?.close();
    await Promise.all([warehouse?.dispose(), space?.dispose()]);
    rmSync(folder, { recursive: true });
  });

  const get = async (place: string, query: Record<string, string> = {}, token = ADMIN) => {
    const response = await fetch(`${service.url}${BASE}${place}?${new URLSearchParams(query)}`, {
      headers: { authorization: `Bearer ${token}`, 'accept-language': 'ru' },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const valuesOf = async (metric: string, query: object = {}, token = ADMIN): Promise<MetricValuesAnswer> => {
    const { status, body } = await get(`/values/${metric}`, { ...WEEK, ...query }, token);
    expect({ status, errors: body['errors'] }).toEqual({ status: 200, errors: undefined });
    return body as unknown as MetricValuesAnswer;
  };
  const refusal = async (metric: string, query: object = {}, token = ADMIN) => {
    const { status, body } = await get(`/values/${encodeURIComponent(metric)}`, { ...WEEK, ...query }, token);
    const [error] = (body['errors'] ?? []) as { code: string; source?: { parameter?: string } }[];
    return [status, error?.code, error?.source?.parameter];
  };

  it('tell a ratio of money with both of its parts', async () => {
    const { data, meta } = await valuesOf('arpu', { period_start: '2026-10-26', period_end: '2026-11-09' });
    expect(data).toMatchObject({ metric: 'arpu', unit: 'RUB', total: { numerator: 126_282, denominator: 8 } });
    expect(data.series).toHaveLength(1);
    expect(data.series[0]).toMatchObject({ dimensions: {}, total: data.total });
    expect(data.series[0]!.points[0]).toEqual({
      period_start: '2026-10-26T00:00:00+03:00',
      value: 0,
      numerator: 0,
      denominator: 1,
      complete: true,
    });
    expect(meta).toMatchObject({
      timezone: 'Europe/Moscow',
      granularity: 'day',
      period: { start: '2026-10-26T00:00:00+03:00', end: '2026-11-09T00:00:00+03:00' },
      basis: 'booking_date',
      definition_version: 1,
      exact: true,
      cached: false,
      truncated: false,
    });
    expect(meta.excluded.bots).toBeGreaterThan(0);
    expect(meta.request_id).not.toBe('');
  });

  it('name the dimensions of a series and compare it with before', async () => {
    const { data, meta } = await valuesOf('dau', { dimensions: 'game_id', compare: 'previous_period' });
    const alpha = data.series.find(({ dimensions }) => dimensions['game_id'] === GAME.alpha)!;
    expect(alpha.comparison!.points[0]!.period_start).toBe('2026-10-25T00:00:00+03:00');
    expect(meta.comparison!.period.end).toBe('2026-11-01T00:00:00+03:00');
    expect(data.comparison!.total.value).toBe(2);
  });

  it('are found under the short path too', async () => {
    const { body } = await get('/net_revenue', WEEK);
    expect((body as unknown as MetricValuesAnswer).data).toEqual((await valuesOf('net_revenue')).data);
    expect((await get('')).body).toEqual((await get('/definitions')).body);
  });

  it('are defined in the language of the reader', async () => {
    const { body } = await get('/definitions', { tag: 'money', q: 'пользователя' });
    const found = body['data'] as MetricDefinitionAnswer[];
    expect(found.map(({ name, display_name }) => [name, display_name])).toEqual([['arpu', 'Выручка на пользователя']]);
    expect(body['meta']).toEqual({ next_cursor: null });
    const one = await get('/definitions/arpu');
    expect(one.body['data']).toEqual(found[0]);
    expect(found[0]).toMatchObject({ unit: 'RUB', kind: 'ratio', owner_service: 'payment', version: 1 });
    expect((await get('/definitions', { is_realtime: 'true', owner_service: 'payment' })).body['data']).toEqual([]);
    expect((await get('/definitions/none')).status).toBe(404);
  });

  it.each([
    ["x'); DROP TABLE--", {}, 404, 'METRIC_NOT_FOUND', undefined],
    ['dau', { granularity: 'fortnight' }, 400, 'INVALID_QUERY_PARAMETERS', 'granularity'],
    ['dau', { dimensions: 'a`,b' }, 400, 'INVALID_QUERY_PARAMETERS', 'dimensions'],
    ['dau', { filters: '[' }, 400, 'INVALID_QUERY_PARAMETERS', 'filters'],
    ['dau', { timezone: 'Mars/Olympus' }, 400, 'INVALID_QUERY_PARAMETERS', 'timezone'],
    ['dau', { compare: 'ever' }, 400, 'INVALID_QUERY_PARAMETERS', 'compare'],
    ['dau', { limit: 'all' }, 400, 'INVALID_QUERY_PARAMETERS', 'limit'],
    ['dau', { sort: 'x' }, 400, 'INVALID_QUERY_PARAMETERS', 'sort'],
    ['dau', { period_end: '2036-11-04' }, 422, 'QUERY_TOO_EXPENSIVE', undefined],
  ])('of %s with %j are refused with %i %s', async (metric, query, ...expected) => {
    expect(await refusal(metric, query)).toEqual(expected);
  });

  it('take what looks like SQL for a value', async () => {
    const filters = JSON.stringify([{ dimension: 'platform', op: 'in', values: ["' OR 1=1 --", "\\' OR", '\u0000'] }]);
    expect((await valuesOf('game_page_views', { filters })).data.total.value).toBe(0);
  });

  it('show a developer the own games and nothing of others', async () => {
    const own = await valuesOf('units_sold', {}, NORTH);
    expect(own.data.total.value).toBe(4);
    const { data } = await valuesOf('units_sold', { dimensions: 'game_id' }, NORTH);
    expect(data.series.map(({ dimensions }) => dimensions['game_id']).sort()).toEqual([GAME.alpha, GAME.beta].sort());
    const foreign = JSON.stringify([{ dimension: 'game_id', op: 'in', values: [GAME.alpha, GAME.gamma] }]);
    expect(await refusal('units_sold', { filters: foreign }, NORTH)).toEqual([
      403,
      'ACCESS_DENIED_TO_RESOURCE',
      undefined,
    ]);
    expect(await refusal('service_requests', {}, NORTH)).toEqual([403, 'ACCESS_DENIED_TO_RESOURCE', undefined]);
  });

  it.each([
    [{ roles: ['platform_admin'] }, 200],
    [{ roles: ['marketing_manager'] }, 200],
    [{ roles: ['developer'] }, 403],
    [{ roles: ['developer'], developer_id: 'nobody' }, 200],
    [{ roles: ['analytics_operator'] }, 403],
    [{ roles: ['user'] }, 403],
    [{ roles: [], client_id: 'service', scope: 'metrics:read' }, 200],
    [{ roles: [], client_id: 'service', scope: 'reports:read' }, 403],
  ])('answer %j with %i', async (claims, status) => {
    expect((await get('/values/game_page_views', WEEK, tokenOf(claims))).status).toBe(status);
  });
});
