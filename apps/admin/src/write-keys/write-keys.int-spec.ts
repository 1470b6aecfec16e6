import { hashOfWriteKey, WriteKeysStore } from '@analytics/infra-postgres';
import { AdminSuite } from '../fixtures/admin-suite.fixture';

describe('write keys and the audit over HTTP', () => {
  let suite: AdminSuite;
  let ingestion: WriteKeysStore;
  let names = 0;

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-keys');
    ingestion = new WriteKeysStore(await suite.postgres('ingestion'));
  });
  afterAll(() => suite?.close());

  const created = async (more: object = {}) => {
    const body = { name: `shop ${(names += 1)}`, sources: ['/shop'], types: ['com.platform.a.b.v1'], ...more };
    const answer = await suite.post('/write-keys', body, 'analytics_operator', 'olga');
    expect(answer.status).toBe(201);
    return answer.body.data as { id: string; secret: string };
  };
  const found = (secret: string) => ingestion.findByHash(hashOfWriteKey(secret));

  it('shows the secret of a new key once; ingestion knows it with its scope', async () => {
    const { id, secret } = await created({ requests_per_second: 7, allowed_origins: ['https://shop.example'] });
    expect(secret).toMatch(/^wk_[\w-]{43}$/);
    expect(await found(secret)).toMatchObject({
      key: { id, sources: ['/shop'], types: ['com.platform.a.b.v1'], requestsPerSecond: 7 },
    });
    const { status, body } = await suite.get('/write-keys?limit=200');
    expect(status).toBe(200);
    expect(body.data.find((key: { id: string }) => key.id === id)).toMatchObject({
      prefix: secret.slice(0, 7),
      sources: ['/shop'],
      status: 'live',
      revoked_at: null,
    });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(JSON.stringify((await suite.get('/audit')).body)).not.toContain(secret);
  });

  it('rotates with an overlap, revokes for good, and says of what is not there that it is not', async () => {
    const { id, secret } = await created();
    const rotated = await suite.post(`/write-keys/${id}/rotate`, { overlap_seconds: 60 });
    expect(rotated).toMatchObject({ status: 200, body: { data: { id } } });
    expect((await found(secret))?.until?.getTime()).toBeGreaterThan(Date.now());
    expect((await found(rotated.body.data.secret))?.until).toBeNull();
    const revoked = await suite.post(`/write-keys/${id}/revoke`);
    expect(revoked).toMatchObject({ status: 200, body: { data: { id, status: 'revoked' } } });
    expect((await found(rotated.body.data.secret))?.key.revokedAt).not.toBeNull();
    const again = await suite.post(`/write-keys/${id}/revoke`);
    expect(again.body.data.revoked_at).toBe(revoked.body.data.revoked_at);
    expect(await suite.post(`/write-keys/${id}/rotate`)).toMatchObject({ status: 409 });
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(await suite.post(`/write-keys/${nobody}/revoke`)).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'WRITE_KEY_NOT_FOUND' }] },
    });
  });

  it.each([
    ['an unknown property', { name: 'a', secret: 'wk_mine' }],
    ['no name', { sources: [] }],
    ['a scope that is no list', { name: 'a', sources: { $gt: '' } }],
    ['an origin with a path', { name: 'a', allowed_origins: ['https://shop.example/x'] }],
  ])('refuses %s', async (_, body) => {
    const answer = await suite.post('/write-keys', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('refuses a name that is taken, and records nothing of it', async () => {
    await created({ name: 'taken' });
    const before = (await suite.post('/audit/verify')).body.data.rows;
    expect(await suite.post('/write-keys', { name: 'taken' })).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'CONFLICT', source: { pointer: '/name' } }] },
    });
    expect((await suite.post('/audit/verify')).body.data).toEqual({ intact: true, rows: before });
  });

  it('lists page by page', async () => {
    await created();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await suite.get(`/write-keys?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.meta.next_cursor;
    }
    const all = (await suite.get('/write-keys?limit=200')).body.data.map(({ id }: { id: string }) => id);
    expect(seen).toEqual(all);
    const forged = await suite.get(`/write-keys?cursor=${Buffer.from('audit 1').toString('base64url')}`);
    expect(forged).toMatchObject({ status: 400, body: { errors: [{ source: { parameter: 'cursor' } }] } });
  });

  it('records who did what to which key, found by actor, action and object; the chain verifies', async () => {
    const { id } = await created();
    await suite.post(`/write-keys/${id}/revoke`, {}, 'platform_admin', 'pavel');
    const { body } = await suite.get(`/audit?object=${id}`, 'privacy_officer');
    expect(body.data).toMatchObject([
      { action: 'key.revoke', actor: 'pavel', object: id, result: 'done' },
      { action: 'key.create', actor: 'olga', object: id, after: { sources: ['/shop'] } },
    ]);
    expect(body.data[0].previous_hash).toBe(body.data[1].hash);
    const asked = await suite.get(`/audit?actor=pavel&action=key.revoke&until=2000-01-01T00:00:00Z`);
    expect(asked.body.data).toEqual([]);
    const first = await suite.get('/audit?limit=1');
    const second = await suite.get(`/audit?limit=1&cursor=${first.body.meta.next_cursor}`);
    expect(Number(second.body.data[0].id)).toBe(Number(first.body.data[0].id) - 1);
    expect(await suite.post('/audit/verify', undefined, 'privacy_officer')).toMatchObject({
      status: 200,
      body: { data: { intact: true, rows: Number(first.body.data[0].id) } },
    });
    expect(await suite.get('/audit?from=yesterday')).toMatchObject({ status: 400 });
  });

  it.each([
    ['GET', '/write-keys', ['marketing_manager', 'developer', 'user', 'privacy_officer']],
    ['POST', '/write-keys', ['marketing_manager', 'developer', 'user', 'privacy_officer']],
    ['GET', '/audit', ['marketing_manager', 'developer', 'user']],
    ['POST', '/audit/verify', ['marketing_manager', 'developer', 'user']],
  ])('%s %s is not for others', async (method, route, roles) => {
    for (const role of roles) {
      expect(await suite.call(method, route, method === 'POST' ? { name: 'x' } : undefined, role)).toMatchObject({
        status: 403,
      });
    }
  });
});
