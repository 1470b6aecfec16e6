import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LiveDelta } from '@analytics/domain';
import { LiveStore } from '@analytics/infra-redis';
import { createService, type RunningService } from '@analytics/service-kit';
import {
  eventually,
  PATIENT_STORES,
  type PrivateStore,
  startPrivateStore,
  suiteNamespace,
  type SuiteNamespace,
} from '@analytics/testing';
import { AppModule } from '../app.module';
import { QueryApiConfig } from '../config';

const LIMITS = { identities: 1_000, tellMs: 500 };
const ASK = 'names=active_users,events,game_page_views,purchases,revenue,playing_now';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

function tokenOf(role: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: 'spec', aud: 'analytics', sub: `${role}-1`, roles: [role], iat: now, exp: now + 600 };
  const head = `${encoded({ alg: 'RS256', typ: 'at+jwt' })}.${encoded(claims)}`;
  return `${head}.${sign('sha256', Buffer.from(head), keys.privateKey).toString('base64url')}`;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: {
    readonly data: readonly Record<string, unknown>[];
    readonly meta: Readonly<Record<string, unknown>>;
    readonly errors?: readonly Readonly<Record<string, unknown>>[];
  };
}

describe('live numbers over HTTP', () => {
  let redis: PrivateStore<'redis'>;
  let space: SuiteNamespace;
  let service: RunningService;
  const folder = mkdtempSync(path.join(tmpdir(), 'realtime-spec-'));

  beforeAll(async () => {
    [redis, space] = await Promise.all([
      startPrivateStore('redis'),
      suiteNamespace('realtime', { databases: ['clickhouse'] }),
    ]);
    const pem = path.join(folder, 'public.pem');
    writeFileSync(pem, keys.publicKey.export({ type: 'spki', format: 'pem' }));
    service = await createService({
      name: 'query-api',
      module: AppModule,
      config: QueryApiConfig,
      logTo: { write: () => undefined },
      env: {
        ...PATIENT_STORES,
        POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:1/none',
        REDIS_URL_ANALYTICS: redis.connection.url,
        REDIS_RECONNECT_MAX_MS_ANALYTICS: '100',
        CLICKHOUSE_HOSTS_ANALYTICS_DWH: new URL(space.clickhouse.url).host,
        CLICKHOUSE_USER_ANALYTICS_DWH: space.clickhouse.username,
        CLICKHOUSE_PASSWORD_ANALYTICS_DWH: space.clickhouse.password,
        CLICKHOUSE_DATABASE_ANALYTICS_DWH: space.clickhouse.database,
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
    await Promise.all([redis?.stop(), space?.dispose()]);
    rmSync(folder, { recursive: true });
  });

  async function get(asked: string, role = 'platform_admin'): Promise<Answer> {
    const headers = role === '' ? undefined : { authorization: `Bearer ${tokenOf(role)}` };
    const answer = await fetch(`${service.url}/api/v1/analytics/metrics/realtime${asked}`, { headers });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: (await answer.json()) as Answer['body'],
    };
  }

  const nowSecond = () => Math.floor(Date.now() / 1_000);

  /** As the stream processor leaves it: five events of two minutes ago, two of half an hour ago. */
  async function happen(): Promise<void> {
    const store = service.app.get(LiveStore, { strict: false });
    const now = nowSecond();
    const rebuild = (await store.begin(now))!;
    await store.finish(rebuild, { counted: new Map(), watermarkMs: 0 }, now);
    await rebuild.lock.release();
    const delta = new LiveDelta();
    const [late, early] = [delta.at(now - 120), delta.at(now - 1_800)];
    Object.assign(late, { events: 5, views: 3, purchases: 1 });
    Object.assign(early, { events: 2, views: 1 });
    late.types.set('com.platform.catalog.game.viewed.v1', 3).set('com.platform.payment.transaction.completed.v1', 2);
    delta.game(now - 120, 'game-a').views = 2;
    delta.game(now - 120, 'game-b').views = 1;
    delta.money(now - 120, 'game-b', 123_456n);
    for (const user of [7, 8]) delta.seen(user, '', now - 120, now);
    delta.seen(9, '', now - 1_800, now);
    delta.seen(7, 'game-b', now - 120, now);
    delta.session(7, 'session', { sign: now - 120, ended: 0 });
    delta.watermarkMs = (now - 119) * 1_000;
    const identities = Array.from({ length: 7 }, (_, index) => `identit${index}`);
    const batch = { partition: 0, from: 0n, to: 6n, delta, identities, lagging: false };
    expect(await store.add(batch, now, LIMITS)).toEqual({ kind: 'applied' });
  }

  it('are unknown and stale before anything was counted', async () => {
    const { status, body } = await get('?names=events');
    expect(status).toBe(200);
    expect(body.data).toEqual([{ name: 'events', window: '5m', value: null }]);
    expect(body.meta).toMatchObject({ stale: true, watermark: null });
    expect((await get('/top')).body).toMatchObject({ data: [], meta: { stale: true } });
  });

  it('are told in the order asked for, with what they can be trusted for', async () => {
    await happen();
    const before = nowSecond() * 1_000;
    const { status, body } = await get(`?${ASK}&window=5m`);
    expect(status).toBe(200);
    expect(body.data).toEqual([
      { name: 'active_users', window: '5m', value: 2 },
      { name: 'events', window: '5m', value: 5 },
      { name: 'game_page_views', window: '5m', value: 3 },
      { name: 'purchases', window: '5m', value: 1 },
      { name: 'revenue', window: '5m', value: 1_234.56 },
      { name: 'playing_now', window: '5m', value: 1 },
    ]);
    expect(Object.keys(body.meta).sort()).toEqual(['as_of', 'request_id', 'stale', 'watermark']);
    expect(body.meta).toMatchObject({ stale: false, watermark: expect.stringMatching(/Z$/) });
    const asOf = Date.parse(String(body.meta['as_of']));
    expect(asOf).toBeGreaterThanOrEqual(before);
    expect(asOf).toBeLessThanOrEqual(Date.now());
    const hour = await get(`?${ASK}&window=1h`);
    expect(hour.body.data.map(({ value }) => value)).toEqual([3, 7, 4, 1, 1_234.56, 1]);
    expect((await get('?window=1m')).body.data.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('are ranked by game and by type', async () => {
    expect((await get('/top?of=game_id&by=page_views&window=1h&limit=10')).body).toMatchObject({
      data: [
        { rank: 1, game_id: 'game-a', value: 2 },
        { rank: 2, game_id: 'game-b', value: 1 },
      ],
      meta: { of: 'game_id', by: 'page_views', window: '1h', stale: false, as_of: expect.any(String) },
    });
    expect((await get('/top?by=page_views&limit=1')).body.data).toHaveLength(1);
    expect((await get('/top?by=revenue')).body.data).toEqual([{ rank: 1, game_id: 'game-b', value: 1_234.56 }]);
    expect((await get('/top?by=players')).body.data).toEqual([{ rank: 1, game_id: 'game-b', value: 1 }]);
    expect((await get('/top?of=event_type')).body.data[0]).toEqual({
      rank: 1,
      event_type: 'com.platform.catalog.game.viewed.v1',
      value: 3,
      per_minute: 0.6,
    });
  });

  it('name no game of few players to who is not to see groups of few people', async () => {
    const ranked = async (by: string, role: string) => (await get(`/top?by=${by}`, role)).body.data.length;
    expect([await ranked('players', 'platform_admin'), await ranked('players', 'marketing_manager')]).toEqual([1, 0]);
    expect(await ranked('page_views', 'marketing_manager')).toBe(2);
  });

  it.each([
    ['?names=events,dau', 'names'],
    ['?names=', 'names'],
    ['?window=2m', 'window'],
    ['?window=1h&window=5m', 'window'],
    ['?nonsense=1', 'nonsense'],
    ['/top?of=user_no', 'of'],
    ['/top?by=dau', 'by'],
    ['/top?of=event_type&by=revenue', 'by'],
    ['/top?window=constructor', 'window'],
    ['/top?limit=0', 'limit'],
    ['/top?limit=101', 'limit'],
    ['/top?limit=ten', 'limit'],
  ])('asked as %s are refused because of %s', async (asked, parameter) => {
    const { status, body } = await get(asked);
    expect(status).toBe(400);
    expect(body.errors![0]).toMatchObject({ code: 'INVALID_QUERY_PARAMETERS', source: { parameter } });
  });

  it('are for those who may see the whole store', async () => {
    const statuses = async (role: string) => [(await get('', role)).status, (await get('/top', role)).status];
    expect(await statuses('')).toEqual([401, 401]);
    expect(await statuses('developer')).toEqual([403, 403]);
    expect(await statuses('user')).toEqual([403, 403]);
    expect(await statuses('marketing_manager')).toEqual([200, 200]);
  });

  it('are not to be had while Redis is away, and come back with it', async () => {
    await redis.kill9();
    await eventually(async () => expect((await get('')).status).toBe(503));
    const { body, retryAfter } = await get('/top');
    expect(body.errors![0]).toMatchObject({ code: 'UNAVAILABLE' });
    expect(Number(retryAfter)).toBeGreaterThan(0);
    await redis.restart();
    await eventually(async () => expect((await get('')).status).toBe(200));
  });
});
