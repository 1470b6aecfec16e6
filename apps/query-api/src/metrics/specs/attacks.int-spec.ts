import { request } from 'node:http';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { METRICS } from '@analytics/domain';
import { type DeclaredRoute, type Role, ROLES, RouteAccessCheck } from '@analytics/service-kit';
import { DEVELOPER, GAME, STANDARD_DATA, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';
import { ADMIN, developerToken, MARKETING, QueryService, SERVICE, tokenOf, WEEK } from './query-service.fixture';

const NORTH = developerToken(DEVELOPER.north);
const VALUES = '/api/v1/analytics/metrics/values';
const filter = (dimension: string, op: string, ...values: string[]) => ({ dimension, op, values });
const filters = (...all: unknown[]) => ({ filters: JSON.stringify(all) });

interface Route extends DeclaredRoute {
  readonly method: string;
  readonly path: string;
}

/** What needs no token on purpose. */
const PUBLIC = ['StatusController.tell'];

describe('attacks', () => {
  let warehouse: FilledWarehouse;
  let space: SuiteNamespace;
  let service: QueryService;

  beforeAll(async () => {
    [warehouse, space] = await Promise.all([
      filledWarehouse('query-attacks', STANDARD_DATA),
      suiteNamespace('query-attacks-redis', { databases: [] }),
    ]);
    service = await QueryService.start(warehouse.config, { url: space.redis.url, prefix: space.redisPrefix });
  });
  afterAll(async () => {
    await service?.close();
    await Promise.all([warehouse?.dispose(), space?.dispose()]);
  });

  const refusal = async (metric: string, query: object, token = ADMIN) => {
    const { status, code } = await service.values(metric, query, token);
    return [status, code];
  };
  const totalOf = async (metric: string, query: object, token = ADMIN) => {
    const { status, body } = await service.values(metric, query, token);
    return [status, body.data.total.value];
  };
  const bare = (method: string, path: string, headers: Record<string, string> = {}) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(service.running.url);
      const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
      sent.on('connect', ({ statusCode }, socket) => {
        socket.destroy();
        resolve(statusCode!);
      });
      sent.on('error', reject);
      sent.end();
    });

  /** Every route as it is declared, with its address. */
  function routes(): Route[] {
    const { app } = service.running;
    const declared = new Map(
      app
        .get(RouteAccessCheck)
        .routes()
        .map((route) => [route.handler, route]),
    );
    const found: Route[] = [];
    for (const module of app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) {
        const base = String(Reflect.getMetadata(PATH_METADATA, metatype as object));
        const prototype = (metatype as unknown as { prototype: Record<string, object> }).prototype;
        for (const name of Object.getOwnPropertyNames(prototype)) {
          const handler = prototype[name]!;
          if (!Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
          const path = [base, String(Reflect.getMetadata(PATH_METADATA, handler))].join('/').replace(/\/+$/, '');
          const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
          found.push({ ...declared.get(`${(metatype as { name: string }).name}.${name}`)!, method, path });
        }
      }
    }
    expect(found.map(({ handler }) => handler).sort()).toEqual([...declared.keys()].sort());
    return found;
  }

  it('B21 every route answers the roles it names and nobody else', async () => {
    const table = routes();
    expect(table.length).toBeGreaterThan(7);
    for (const { handler, access, method, path } of table) {
      expect([handler, access?.kind]).toEqual([handler, PUBLIC.includes(handler) ? 'public' : 'token']);
      if (access?.kind !== 'token') continue;
      const place = `/${path.replace(/^\//, '').replace(':name', 'game_page_views')}?${new URLSearchParams(WEEK)}`;
      const statusFor = async (token?: string) => (await service.fetch(place, token, { method })).status;
      expect([handler, await statusFor()]).toEqual([handler, 401]);
      for (const role of ROLES) {
        const may = role === 'platform_admin' || access.roles.includes(role as Role);
        const status = await statusFor(tokenOf({ roles: [role], developer_id: DEVELOPER.north }));
        expect([handler, role, [401, 403].includes(status)]).toEqual([handler, role, !may]);
        expect(status).toBeLessThan(500);
      }
      const scoped = await statusFor(SERVICE);
      expect([handler, [401, 403].includes(scoped)]).toEqual([handler, !access.scopes.includes('metrics:read')]);
      expect(await statusFor(tokenOf({ roles: [], client_id: 'service', scope: 'other:read' }))).toBe(403);
      expect(await statusFor(tokenOf({ roles: [], scope: 'metrics:read' }))).toBe(403);
    }
  });

  it.each([
    ['B22 a foreign game', filter('game_id', 'eq', GAME.gamma)],
    ['B22 a foreign game that must not be', filter('game_id', 'neq', GAME.gamma)],
    ['B22 another developer', filter('developer_id', 'eq', DEVELOPER.south)],
    ['B24 an own and a foreign game', filter('game_id', 'in', GAME.alpha, GAME.gamma)],
    ['B24 a game that is not there', filter('game_id', 'in', GAME.alpha, 'none')],
  ])('%s is refused to a developer', async (_, one) => {
    const metrics = METRICS.filter(({ dimensions }) => dimensions.includes('game_id'));
    for (const { name } of metrics) {
      expect([name, ...(await refusal(name, filters(one), NORTH))]).toEqual([name, 403, 'ACCESS_DENIED_TO_RESOURCE']);
    }
  });

  it('B23 a developer who names no game gets the sums of the own ones', async () => {
    const own = filters(filter('game_id', 'in', GAME.alpha, GAME.beta));
    for (const metric of ['units_sold', 'game_page_views', 'net_revenue', 'orders', 'game_sessions']) {
      const all = await totalOf(metric, {});
      expect(await totalOf(metric, {}, NORTH)).toEqual(await totalOf(metric, own));
      expect(all[0]).toBe(200);
    }
  });

  it('B26 marketing and developers see no group of one or two, admins and services do', async () => {
    const asked = { dimensions: 'country', granularity: 'week' };
    const tokens = { ADMIN, SERVICE, MARKETING, NORTH };
    const told = Object.fromEntries(
      await Promise.all(
        Object.entries(tokens).map(
          async ([who, token]) => [who, (await service.values('payers', asked, token)).body] as const,
        ),
      ),
    );
    const hidden = (who: keyof typeof tokens) => told[who]!.data.series.filter(({ total }) => total.suppressed).length;
    expect([hidden('ADMIN'), hidden('SERVICE')]).toEqual([0, 0]);
    expect(told['ADMIN']!.data.series.some(({ total }) => total.value! > 0)).toBe(true);
    expect([hidden('MARKETING') > 0, hidden('NORTH') > 0]).toEqual([true, true]);
    for (const { points, total } of [...told['MARKETING']!.data.series, ...told['NORTH']!.data.series]) {
      for (const { value } of [...points, total]) expect(value === null || value === 0 || value >= 10).toBe(true);
    }
  });

  it.each([
    ['C39 a metric’s name', "x'); DROP TABLE--", {}, 404, 'METRIC_NOT_FOUND'],
    ['C39 a metric’s path', '../definitions', {}, 404, 'METRIC_NOT_FOUND'],
    ['C40 a dimension', 'dau', { dimensions: 'a`,b' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C40 a dimension with a table', 'dau', { dimensions: 'a FROM system.users' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C43 a number', 'dau', { limit: '1; drop' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C43 an instant', 'dau', { period_start: "2026-11-01' OR 1=1" }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C43 a zone', 'dau', { timezone: "UTC') --" }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C47 a system table', 'dau', { dimensions: 'system.query_log' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C48 an order', 'dau', { dimensions: '(SELECT 1)' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C48 a limit', 'dau', { limit: '1e18' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C48 a large limit', 'dau', { limit: '999999999' }, 422, 'QUERY_TOO_EXPENSIVE'],
    ['C48 a join of arrays', 'dau', { dimensions: 'arrayJoin(range(1e9))' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C48 brackets', 'dau', { filters: `${'['.repeat(300)}${']'.repeat(300)}` }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C49 a pattern', 'dau', filters(filter('platform', 'match', '(a+)+$')), 400, 'INVALID_QUERY_PARAMETERS'],
    [
      'C49 a long pattern',
      'dau',
      filters(filter('platform', 'eq', 'a'.repeat(10_240))),
      400,
      'INVALID_QUERY_PARAMETERS',
    ],
    ['C50 __proto__', 'dau', filters(filter('__proto__', 'eq', 'x')), 400, 'INVALID_QUERY_PARAMETERS'],
    ['C50 constructor', 'dau', { dimensions: 'constructor' }, 400, 'INVALID_QUERY_PARAMETERS'],
    ['C50 an own __proto__', 'dau', { filters: '[{"__proto__":{"op":"eq"}}]' }, 400, 'INVALID_QUERY_PARAMETERS'],
    [
      'C53 an operator',
      'dau',
      { filters: '[{"dimension":"platform","op":{"$gt":""}}]' },
      400,
      'INVALID_QUERY_PARAMETERS',
    ],
  ])('%s is refused', async (_, metric, query, ...expected) => {
    expect(await refusal(metric, query)).toEqual(expected);
    expect((await totalOf('game_page_views', {}))[0]).toBe(200);
  });

  it.each(["' OR 1=1 --", "\\' OR 1=1", '\\', '\u0000', '{{', '${1}', "a') or (1=1", '{p1:String}', '%', '*', '"; --'])(
    'C41 C42 C44 %j is a value like any other: nothing has it',
    async (value) => {
      for (const op of ['eq', 'in']) {
        expect(await totalOf('game_page_views', filters(filter('platform', op, value)))).toEqual([200, 0]);
        expect(await totalOf('game_page_views', filters(filter('genre', op, value)))).toEqual([200, 0]);
      }
      const all = await totalOf('game_page_views', {});
      expect(await totalOf('game_page_views', filters(filter('platform', 'neq', value)))).toEqual(all);
    },
  );

  it.each(['sql', 'query', 'template', 'settings', 'format', 'sort', 'cursor', 'order_by'])(
    'C45 C46 there is no place for SQL: %s is no parameter',
    async (name) => {
      expect(await refusal('dau', { [name]: 'SELECT 1; DROP TABLE events' })).toEqual([
        400,
        'INVALID_QUERY_PARAMETERS',
      ]);
    },
  );

  it.each(['null', 'https://good.com.evil.io', 'http://127.0.0.1'])(
    'F90 pages of %s are not let in',
    async (origin) => {
      const { headers } = await service.fetch(`${VALUES}/dau?${new URLSearchParams(WEEK)}`, ADMIN, {
        headers: { origin },
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    },
  );

  it.each([`${VALUES}/dau?${new URLSearchParams(WEEK)}`, `${VALUES}/none?${new URLSearchParams(WEEK)}`, '/none'])(
    'F91 answers of %s bring the headers of safety and tell nothing of what is behind',
    async (place) => {
      const { headers, ...response } = await service.fetch(place, ADMIN).then(async (told) => ({
        headers: told.headers,
        status: told.status,
        text: await told.text(),
      }));
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-request-id')).not.toBeNull();
      expect(response.text).not.toMatch(/node_modules|\.ts:|\.js:|ClickHouse|SELECT/);
      if (response.status !== 200) {
        expect(Object.keys(JSON.parse(response.text) as object)).toEqual(['errors']);
      }
    },
  );

  it('F97 TRACE and CONNECT are no methods here', async () => {
    const headers = { authorization: `Bearer ${ADMIN}` };
    expect(await bare('TRACE', `${VALUES}/dau`, headers)).toBe(405);
    expect([405, 'closed']).toContain(await bare('CONNECT', '127.0.0.1:22', headers).catch(() => 'closed'));
    expect((await totalOf('dau', {}))[0]).toBe(200);
  });

  it('explains to admins how an answer comes about, and what is kept of it', async () => {
    const query = new URLSearchParams({ ...WEEK, dimensions: 'platform', ...filters(filter('country', 'eq', 'RU')) });
    const explained = async (token = ADMIN) => {
      const response = await service.fetch(`${VALUES}/arpu/explain?${query}`, token);
      return { status: response.status, body: (await response.json()) as { data: Record<string, unknown> } };
    };
    const before = await explained();
    expect(before.body.data).toMatchObject({
      metric: 'arpu',
      plan: { buckets: 7, dimensions: ['platform'], scope: 'everything', reads: 'marts' },
      sources: [
        'attributed_events',
        'mart_activity_hourly',
        'mart_event_types_hourly',
        'mart_sales_hourly',
        'revenue_ledger',
      ],
      cache: { state: 'none' },
    });
    const statements = before.body.data['statements'] as {
      name: string;
      sql: string;
      params: object;
      limits: object;
    }[];
    expect(statements.map(({ name }) => name)).toContain('metric-sales');
    expect(statements.every(({ sql }) => !sql.includes("'RU'"))).toBe(true);
    expect(JSON.stringify(statements[0]!.params)).toContain('RU');
    expect(statements[0]!.limits).toMatchObject({ max_seconds: 10 });
    await service.values('arpu', Object.fromEntries(query));
    expect((await explained()).body.data['cache']).toMatchObject({ state: 'fresh' });
    expect((await explained(MARKETING)).status).toBe(403);
  });
});
