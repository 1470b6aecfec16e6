import { METRICS } from '@analytics/domain';
import { AuditLog, Postgres, PostgresConfig, PostgresMigrations } from '@analytics/infra-postgres';
import { DEVELOPER, eventually, GAME, STANDARD_DATA, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { filledWarehouse, type FilledWarehouse } from '../metrics/specs/filled-warehouse.fixture';
import {
  ADMIN,
  developerToken,
  MARKETING,
  QueryService,
  SERVICE,
  tokenOf,
} from '../metrics/specs/query-service.fixture';

const NORTH = developerToken(DEVELOPER.north);
const OTHER = tokenOf({ roles: ['marketing_manager'], sub: 'marketing-2' });
const VIEWED = 'com.platform.catalog.game.viewed.v1';
const DEFINITION = {
  name: 'views_per_buyer',
  display_name: { en: 'Views per buyer', ru: 'Просмотры на покупателя' },
  description: { en: 'How much is looked at.', ru: 'Сколько смотрят.' },
  numerator: { of: 'events', types: [VIEWED] },
  denominator: { of: 'payers' },
  filters: [{ dimension: 'platform', op: 'not_in', values: ['linux'] }],
  tags: ['store'],
};
const named = (name: string, change: object = {}) => ({ ...DEFINITION, name, ...change });
const DEEP = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
const MONTH = { period_start: '2026-10-12', period_end: '2026-11-09' };

describe('own metrics', () => {
  let space: SuiteNamespace;
  let warehouse: FilledWarehouse;
  let service: QueryService;
  let replica: QueryService;
  let alone: QueryService;
  let audit: AuditLog;
  let admin: Postgres;

  beforeAll(async () => {
    [warehouse, space] = await Promise.all([
      filledWarehouse('query-definitions', STANDARD_DATA),
      suiteNamespace('query-definitions-meta', { databases: ['postgres'] }),
    ]);
    const config = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable', poolSize: 3 });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
    admin = await Postgres.of(config, 'admin');
    audit = new AuditLog(admin);
    const redis = { url: space.redis.url, prefix: space.redisPrefix };
    const stores = { POSTGRES_DSN_ANALYTICS_META: space.postgres.url, ANALYTICS_API_METRICS_PER_OWNER: '12' };
    const start = (env: Record<string, string>) => QueryService.start(warehouse.config, redis, { ...stores, ...env });
    service = await start({});
    replica = await start({ ANALYTICS_API_METRICS_REFRESH_MS: '200' });
    alone = await start({ POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:1/none' });
  });
  afterAll(async () => {
    await Promise.all([service?.close(), replica?.close(), alone?.close(), admin?.close()]);
    await Promise.all([warehouse?.dispose(), space?.dispose()]);
  });

  const create = (definition: object, token = ADMIN, headers: Record<string, string> = {}) =>
    service.send('POST', '/definitions', definition, token, headers);
  const totalOf = async (metric: string, query: object = {}, token = ADMIN) => {
    const { status, body } = await service.values(metric, { ...MONTH, ...query }, token);
    return [status, body.data?.total];
  };

  it.each(['granularity', 'timezone', 'dimensions', 'filters', 'compare', 'basis', 'limit', 'approximate', 'version'])(
    'are not previewed for a question whose %s is null',
    async (member) => {
      const question = { ...MONTH, [member]: null };
      const { status, body } = await service.send('POST', '/definitions/preview', { definition: DEFINITION, question });
      expect([status, body.errors[0].source.pointer]).toEqual([400, `/question/${member}`]);
    },
  );

  it('are previewed, defined, listed, explained and answered like those of the product', async () => {
    const preview = await service.send('POST', '/definitions/preview', { definition: DEFINITION, question: MONTH });
    expect(preview.status).toBe(200);
    expect((await service.send('GET', '/definitions/views_per_buyer')).code).toBe('METRIC_NOT_FOUND');
    const made = await create(DEFINITION);
    expect([made.status, made.body.data]).toMatchObject([
      201,
      { name: 'views_per_buyer', kind: 'ratio', unit: 'ratio', version: 1, display_name: 'Views per buyer' },
    ]);
    expect(made.body.data.own).toMatchObject({ owner: 'somebody', archived_at: null, definition: DEFINITION });
    const [one, list, russian] = await Promise.all([
      service.send('GET', '/definitions/views_per_buyer'),
      service.send('GET', '/definitions?q=views per'),
      service.send('GET', '/definitions/views_per_buyer', undefined, ADMIN, { 'accept-language': 'ru' }),
    ]);
    expect(one.body.data).toEqual(made.body.data);
    expect(list.body.data).toEqual([made.body.data]);
    expect(russian.body.data.display_name).toBe('Просмотры на покупателя');
    const windows = { filters: JSON.stringify(DEFINITION.filters) };
    const [, views] = await totalOf('game_page_views', windows);
    const [, payers] = await totalOf('payers', windows);
    const [status, total] = await totalOf('views_per_buyer');
    expect([status, total]).toMatchObject([
      200,
      { numerator: (views as never)['value'], denominator: (payers as never)['value'] },
    ]);
    expect(preview.body.data.total).toEqual(total);
    expect((total as never)['denominator']).toBeGreaterThan(0);
    const query = new URLSearchParams(MONTH);
    const explained = await service.send('GET', `/values/views_per_buyer/explain?${query}`);
    expect(explained.body.data.plan.filters).toEqual(DEFINITION.filters);
    expect(explained.body.data.sources).toContain('mart_sales_hourly');
  });

  it('F94 are made once under one Idempotency-Key, and refused when it comes with something else', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const [one, two] = await Promise.all([create(named('once'), ADMIN, key), create(named('once'), ADMIN, key)]);
    expect([one.status, two.status, two.body]).toEqual([201, 201, one.body]);
    expect(await create(named('twice'), ADMIN, key)).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect(await create(named('once'))).toMatchObject({ status: 409, code: 'CONFLICT' });
    expect((await create(named('of_another'), MARKETING, key)).status).toBe(201);
    expect((await create(named('odd_key'), ADMIN, { 'idempotency-key': 'a b' })).status).toBe(400);
    const change = { tags: ['other'] };
    const changed = [1, 2].map(() =>
      service.send('PATCH', '/definitions/once', change, ADMIN, { 'idempotency-key': 'k-2' }),
    );
    expect((await Promise.all(changed)).map(({ body }) => body.data.version)).toEqual([2, 2]);
    expect(
      await service.send('PATCH', '/definitions/once', { tags: [] }, ADMIN, { 'idempotency-key': 'k-2' }),
    ).toMatchObject({
      status: 409,
    });
    const deep = `{"tags":${DEEP}}`;
    expect((await service.send('PATCH', '/definitions/once', deep, ADMIN, { 'idempotency-key': 'k-3' })).status).toBe(
      400,
    );
  });

  it('answer in old versions as before, and say so when they are archived', async () => {
    await create(named('versions'));
    const [, before] = await totalOf('versions');
    const patched = await service.send('PATCH', '/definitions/versions', { denominator: null, filters: [] });
    expect([patched.status, patched.body.data.version, patched.body.data.kind]).toEqual([200, 2, 'count']);
    expect((await service.send('PATCH', '/definitions/versions', { filters: [] })).body.data.version).toBe(2);
    const [, after] = await totalOf('versions');
    expect((await totalOf('versions', { version: '1' }))[1]).toEqual(before);
    expect((await totalOf('versions', { version: '2' }))[1]).toEqual(after);
    expect(after).not.toEqual(before);
    expect((await service.send('GET', '/definitions/versions?version=1')).body.data).toMatchObject({
      version: 1,
      kind: 'ratio',
    });
    const missing = await service.values('versions', { version: '3' });
    expect([missing.status, missing.code]).toEqual([404, 'METRIC_DEFINITION_NOT_FOUND']);
    expect((await service.values('dau', { version: '2' })).code).toBe('METRIC_DEFINITION_NOT_FOUND');
    expect((await service.values('dau', { version: '1' })).status).toBe(200);
    expect((await service.values('dau', { version: '1 OR 1=1' })).code).toBe('INVALID_QUERY_PARAMETERS');
    const gone = await service.send('DELETE', '/definitions/versions');
    expect(gone.body.data.own.archived_at).toMatch(/^20/);
    expect((await service.send('DELETE', '/definitions/versions')).body).toEqual(gone.body);
    for (const version of [{}, { version: '1' }]) {
      const { body } = await service.values('versions', { ...MONTH, ...version });
      expect((body.meta as never)['definition_archived_at']).toBe(gone.body.data.own.archived_at);
    }
    expect(await service.send('PATCH', '/definitions/versions', { tags: [] })).toMatchObject({ status: 409 });
    const names = async (query: string) =>
      ((await service.send('GET', `/definitions${query}`)).body.data as { name: string }[]).map(({ name }) => name);
    expect(await names('')).not.toContain('versions');
    expect(await names('?archived=true')).toEqual(['versions']);
  });

  it('are changed by who made them and by admins only, and every change is in the audit', async () => {
    await create(named('mine'), MARKETING);
    for (const token of [NORTH, SERVICE, tokenOf({ roles: ['analytics_operator'] })]) {
      expect((await create(named('not_theirs'), token)).status).toBe(403);
      expect((await service.send('DELETE', '/definitions/mine', undefined, token)).status).toBe(403);
    }
    const refused = await service.send('PATCH', '/definitions/mine', { tags: [] }, OTHER);
    expect([refused.status, refused.code]).toEqual([403, 'ACCESS_DENIED_TO_RESOURCE']);
    expect((await service.send('PATCH', '/definitions/mine', { tags: ['a'] }, MARKETING)).status).toBe(200);
    expect((await service.send('DELETE', '/definitions/mine')).status).toBe(200);
    expect(await service.send('DELETE', '/definitions/dau')).toMatchObject({ status: 409 });
    expect((await service.send('DELETE', '/definitions/none')).code).toBe('METRIC_NOT_FOUND');
    const rows = await audit.page({ object: 'mine' }, 10);
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['somebody', 'metric.archive'],
      ['marketing-1', 'metric.change'],
      ['marketing-1', 'metric.create'],
    ]);
    expect(rows[1]).toMatchObject({ before: { tags: ['store'] }, after: { version: 2, tags: ['a'] } });
    expect(await audit.verify()).toMatchObject({ intact: true });
  });

  it('are known to another process within 5 s, with every change', async () => {
    await create(named('seen'));
    await eventually(async () => expect((await replica.values('seen', MONTH)).status).toBe(200));
    await service.send('PATCH', '/definitions/seen', { tags: ['x'] });
    await eventually(async () => expect((await replica.values('seen', MONTH)).body.meta.definition_version).toBe(2));
  });

  it('do not keep those of the product from answering while PostgreSQL is away', async () => {
    const { status, body } = await alone.values('dau', MONTH);
    expect([status, body.data.total]).toEqual([200, (await service.values('dau', MONTH)).body.data.total]);
    expect((await alone.values('views_per_buyer', MONTH)).code).toBe('UNAVAILABLE');
    expect((await alone.send('GET', '/definitions')).body.data).toHaveLength(METRICS.length);
    expect(await alone.send('POST', '/definitions', named('later'))).toMatchObject({
      status: 503,
      code: 'UNAVAILABLE',
    });
    const ready = await fetch(`${alone.running.managementUrl}/health/ready`);
    expect(ready.status).toBe(200);
  });

  it('show a developer the own games only, and hide small groups from marketing', async () => {
    await create(named('views_per_game', { denominator: undefined, filters: [] }));
    const own = { filters: JSON.stringify([{ dimension: 'game_id', op: 'in', values: [GAME.alpha, GAME.beta] }]) };
    expect(await totalOf('views_per_game', {}, NORTH)).toEqual(await totalOf('views_per_game', own));
    const { body } = await service.values('views_per_game', { ...MONTH, dimensions: 'game_id' }, NORTH);
    expect(body.data.series.map(({ dimensions }) => dimensions['game_id']).sort()).toEqual(
      [GAME.alpha, GAME.beta].sort(),
    );
    const foreign = { filters: JSON.stringify([{ dimension: 'game_id', op: 'eq', values: [GAME.gamma] }]) };
    expect((await service.values('views_per_game', foreign, NORTH)).status).toBe(403);
    await create(named('of_gamma', { filters: [{ dimension: 'game_id', op: 'eq', values: [GAME.gamma] }] }));
    expect((await service.values('of_gamma', MONTH, NORTH)).code).toBe('METRIC_NOT_FOUND');
    expect((await service.send('GET', '/definitions/of_gamma', undefined, NORTH)).code).toBe('METRIC_NOT_FOUND');
    const listed = (await service.send('GET', '/definitions', undefined, NORTH)).body.data as { name: string }[];
    expect(listed.map(({ name }) => name)).toContain('views_per_game');
    expect(listed.map(({ name }) => name)).not.toContain('of_gamma');
    const few = [{ dimension: 'payment_method', op: 'is_set', values: [] }];
    await create(named('few_payers', { numerator: { of: 'payers' }, denominator: undefined, filters: few }));
    const hidden = await service.values('few_payers', MONTH, MARKETING);
    expect(hidden.body.data.total).toMatchObject({ value: null, suppressed: true });
  });

  it('can have an activity set of their own, counted as the platform counts its own', async () => {
    const acts = [
      ...['com.platform.library.session.started.v1', VIEWED, 'com.platform.payment.transaction.completed.v1'],
      ...['com.platform.social.review.created.v1', 'com.platform.social.friend.added.v1'],
    ];
    const active = (activity: readonly string[]) => ({
      numerator: { of: 'people', activity },
      denominator: undefined,
      filters: [],
    });
    await create(named('active_too', active(acts)));
    await create(named('viewers', active([VIEWED])));
    for (const change of [{}, { dimensions: 'game_id' }, { granularity: 'week', dimensions: 'platform' }]) {
      const [mine, theirs] = await Promise.all(
        ['active_too', 'dau'].map((name) => service.values(name, { ...MONTH, ...change })),
      );
      expect(mine!.body.data.series).toEqual(theirs!.body.data.series);
    }
    const viewers = new Set(
      STANDARD_DATA.filter(({ type, user_no, is_bot, is_staff, effective_at }) => {
        const inMonth = effective_at >= '2026-10-11T21:00' && effective_at < '2026-11-08T21:00';
        return type === VIEWED && user_no !== null && !is_bot && !is_staff && inMonth;
      }).map(({ user_no }) => user_no),
    );
    const [, total] = await totalOf('viewers');
    expect((total as never)['value']).toBeGreaterThanOrEqual(viewers.size);
  });

  it.each([
    ['B30 its owner', { owner: 'me' }],
    ['B30 its version', { version: 7 }],
    ['B30 its time', { created_at: '2020-01-01T00:00:00Z' }],
    ['C39 a name', { name: "x'); DROP TABLE--" }],
    ['a name of the product', { name: 'dau' }],
    ['C45 SQL', { sql: 'SELECT 1' }],
    ['C46 a function', { numerator: { of: 'url' } }],
    ['C50 __proto__', JSON.parse('{"numerator":{"__proto__":{"of":"orders"}}}') as object],
    ['C51 many nodes', { filters: Array<object>(10_000).fill({ dimension: 'platform', op: 'is_set' }) }],
    ['C53 an operator', { numerator: { of: { $gt: '' } } }],
  ])('cannot bring %s', async (_, change) => {
    const { status, body } = await create({ ...named('refused'), ...change });
    expect([status, body.errors[0].code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('C51 cannot be deep', async () => {
    const text = JSON.stringify({ ...named('deep'), filters: 'here' }).replace('"here"', DEEP);
    expect(await service.send('POST', '/definitions', text)).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it('C56 keep what is written in their names as text, and are limited in number', async () => {
    const script = { en: '<script>alert(1)</script>', ru: '<script>ой</script>' };
    const made = await create(named('with_script', { display_name: script }), OTHER);
    expect(made.body.data.display_name).toBe(script.en);
    const response = await service.fetch('/api/v1/analytics/metrics/definitions/with_script', ADMIN);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const more = await Promise.all(
      Array.from({ length: 14 }, (_, index) => create(named(`one_of_many_${index}`), OTHER)),
    );
    expect(more.filter(({ status }) => status === 201)).toHaveLength(11);
    expect(more.filter(({ status, code }) => status === 409 && code === 'CONFLICT')).toHaveLength(3);
  });
});
