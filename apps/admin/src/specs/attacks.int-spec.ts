import { randomUUID } from 'node:crypto';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import { type DeclaredRoute, type Role, ROLES, RouteAccessCheck } from '@analytics/service-kit';
import { AdminSuite, type Answer, signedToken, tokenOf } from '../fixtures/admin-suite.fixture';

jest.setTimeout(240_000);

interface Route extends DeclaredRoute {
  readonly method: string;
  readonly path: string;
}

const TYPE = 'com.platform.attack.tried.v1';
const EXAMPLES: Readonly<Record<string, string>> = { type: TYPE, name: 'nightly', version: '1' };

let suite: AdminSuite;

beforeAll(async () => {
  suite = await AdminSuite.open('admin-attacks');
});
afterAll(() => suite?.close());

/** Every route as it is declared, with an address of it. */
function routes(): Route[] {
  const { app } = suite.service;
  const declared = app.get(RouteAccessCheck).routes();
  const byHandler = new Map(declared.map((route) => [route.handler, route]));
  const found: Route[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const base = String(Reflect.getMetadata(PATH_METADATA, metatype as object));
      const prototype = (metatype as unknown as { prototype: Record<string, object> }).prototype;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name]!;
        const route = byHandler.get(`${(metatype as { name: string }).name}.${name}`);
        if (!Reflect.hasMetadata(METHOD_METADATA, handler) || route === undefined) continue;
        const path = [base, String(Reflect.getMetadata(PATH_METADATA, handler))].join('/').replace(/\/+$/, '');
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
        found.push({
          ...route,
          method,
          path: path.replaceAll(/:(\w+)/g, (_, each: string) => EXAMPLES[each] ?? randomUUID()),
        });
      }
    }
  }
  expect(found.map(({ handler }) => handler).sort()).toEqual([...byHandler.keys()].sort());
  return found;
}

async function statusOf({ method, path }: Route, token?: string): Promise<number> {
  const answer = await fetch(`${suite.service.url}/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(method !== 'GET' && { body: '{}' }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('who tries what is not theirs', () => {
  it('B21 finds that every route answers the roles it names and nobody else', async () => {
    const table = routes();
    expect(table.length).toBeGreaterThan(30);
    for (const route of table) {
      const { handler, access } = route;
      expect([handler, access?.kind]).toEqual([handler, 'token']);
      if (access?.kind !== 'token') continue;
      expect([handler, await statusOf(route)]).toEqual([handler, 401]);
      for (const role of ROLES) {
        const may = role === 'platform_admin' || access.roles.includes(role as Role);
        const status = await statusOf(route, tokenOf(role));
        expect([handler, role, [401, 403].includes(status)]).toEqual([handler, role, !may]);
        expect([handler, role, status < 500]).toEqual([handler, role, true]);
      }
      const scoped = signedToken({ sub: 's', roles: [], client_id: 's', scope: 'metrics:read events:write' });
      expect([handler, await statusOf(route, scoped)]).toEqual([handler, 403]);
    }
  });

  it.each(['developer', 'marketing_manager', 'privacy_officer', 'user'])(
    'B35 a %s may neither see, replay, approve nor discard what was refused',
    async (role) => {
      const id = randomUUID();
      const replay = { filter: {}, patch: [{ op: 'remove', path: '/data/x' }] };
      const answers = [
        await suite.get('/dlq/records', role === 'privacy_officer' ? 'user' : role),
        await suite.post('/dlq/replays', replay, role),
        await suite.post(`/dlq/replays/${id}/approve`, {}, role),
        await suite.post('/dlq/discard', { filter: {}, reason_text: 'mine' }, role),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    },
  );

  it('B35 nobody approves what they asked for, whatever role they come back with', async () => {
    const patch = [{ op: 'replace', path: '/data/title', value: '=1+1' }];
    const asked = await suite.post('/dlq/replays', { filter: {}, patch }, 'analytics_operator', 'olga');
    expect(asked.status).toBe(202);
    for (const role of ['analytics_operator', 'platform_admin']) {
      const answer = await suite.post(`/dlq/replays/${asked.body.data.id}/approve`, {}, role, 'olga');
      expect(answer).toMatchObject({ status: 403, body: { errors: [{ code: 'SELF_APPROVAL' }] } });
    }
  });

  it.each([
    ['a replay', '/dlq/replays', { filter: {}, approved_by: 'me' }],
    ['a replay its state', '/dlq/replays', { filter: {}, status: 'planned' }],
    ['a schema its author', `/schemas/${TYPE}/versions`, { schema: { type: 'object' }, created_by: 'me' }],
    ['a key its secret', '/write-keys', { name: 'k', secret: 'wk_mine' }],
    ['a discard who did it', '/dlq/discard', { filter: {}, reason_text: 'because', actor: 'somebody else' }],
  ])('B30 nobody gives %s what is not theirs to give', async (_, route, body) => {
    expect((await suite.post(route, body, 'platform_admin')).status).toBe(400);
  });

  it.each(['/dlq/records', '/dlq/replays', '/audit', '/write-keys', '/pipelines/nightly/runs'])(
    'F96 a cursor of %s that nobody was given is refused',
    async (route) => {
      const forged = ['{"at":"2026-01-01"}', `replays 2026-13-01T00:00:00.000Z/${randomUUID()}`];
      const encoded = forged.map((text) => Buffer.from(text).toString('base64url'));
      for (const cursor of ['AAAA', ...encoded, '1 OR 1=1']) {
        const answer = await suite.get(`${route}?cursor=${encodeURIComponent(cursor)}`, 'platform_admin');
        expect([route, cursor, [400, 404].includes(answer.status)]).toEqual([route, cursor, true]);
      }
    },
  );
});

describe('a member that is null where it may be left out', () => {
  it.each<[string, string, object]>([
    ['rate_limit_per_second', '/dlq/replays', { filter: {} }],
    ['patch', '/dlq/replays', { filter: {} }],
    ['dry_run', '/dlq/replays', { filter: {} }],
    ['sources', '/write-keys', { name: 'nulls' }],
    ['requests_per_second', '/write-keys', { name: 'nulls' }],
    ['mode', `/schemas/${TYPE}/versions`, { schema: { type: 'object' }, owner: 'nobody' }],
    ['description', `/schemas/${TYPE}/check`, { schema: { type: 'object' } }],
    ['repair', '/reconciliations', { from: '2026-11-01T00:00:00Z', until: '2026-11-01T01:00:00Z' }],
    ['parameters', '/pipelines/retention/runs', {}],
  ])('%s of %s is refused by its name', async (member, route, body) => {
    const answer = await suite.post(route, { ...body, [member]: null }, 'platform_admin');
    expect([answer.status, answer.body.errors?.[0]?.source?.pointer]).toEqual([400, `/${member}`]);
  });

  it('is another thing than an empty patch, which is none', async () => {
    const { status, body } = await suite.post('/dlq/replays', { filter: {}, patch: [] });
    expect(status).toBe(202);
    expect(body.data.status).not.toBe('awaiting_approval');
  });
});

describe('what an operator changes', () => {
  it('H104 stands in the audit with who did it, to what, and what came of it', async () => {
    const by = (actor: string) => (route: string, body: object) => suite.post(route, body, 'platform_admin', actor);
    const anna = by('anna');
    const done = (answer: Answer) => {
      expect(answer.status).toBeLessThan(300);
      return answer.body.data as { id: string };
    };
    for (const role of ['user', 'developer']) {
      expect((await suite.post('/audit/logins', {}, role, 'boris')).status).toBe(200);
    }
    const key = done(await anna('/write-keys', { name: 'attacks' }));
    done(await anna(`/write-keys/${key.id}/rotate`, {}));
    done(await anna(`/write-keys/${key.id}/revoke`, {}));
    const schema = { type: 'object', properties: { a: { type: 'integer' } } };
    await anna(`/schemas/${TYPE}/versions`, { schema, owner: 'anna', mode: 'reject' });
    await suite.call('PATCH', `/schemas/${TYPE}/versions/1`, { mode: 'observe' }, 'platform_admin');
    const replay = done(await anna('/dlq/replays', { filter: {}, patch: [{ op: 'remove', path: '/data/x' }] }));
    done(await anna(`/dlq/replays/${replay.id}/cancel`, {}));
    await anna('/dlq/discard', { filter: { type: TYPE }, reason_text: 'nothing to keep' });

    const { body } = await suite.get('/audit?limit=200', 'platform_admin');
    const rows = body.data as { actor: string; action: string; object: string; result: string }[];
    const seen = rows.map(({ actor, action, object, result }) => [actor, action, object, result].join(' '));
    expect(seen).toEqual(
      expect.arrayContaining([
        'boris console.login console done',
        `anna key.create ${key.id} done`,
        `anna key.rotate ${key.id} done`,
        `anna key.revoke ${key.id} done`,
        `anna schema.register ${TYPE} done`,
        `platform_admin-1 schema.mode ${TYPE} done`,
        `anna replay.request ${replay.id} done`,
        `anna replay.cancel ${replay.id} done`,
      ]),
    );
    expect(rows.some(({ action }) => action === 'dlq.discard')).toBe(true);
    expect((await suite.post('/audit/verify', {}, 'platform_admin')).body.data).toMatchObject({ intact: true });
  });

  it('H104 is neither changed nor taken out of the audit by the service itself', async () => {
    const admin = await suite.postgres('admin');
    await expect(admin.query(`UPDATE audit SET actor = 'nobody'`)).rejects.toThrow();
    await expect(admin.query('DELETE FROM audit')).rejects.toThrow();
    expect((await suite.post('/audit/verify', {}, 'platform_admin')).body.data).toMatchObject({ intact: true });
  });

  it('D66 by a patch stays what was written: a formula is a text', async () => {
    const patch = [{ op: 'replace', path: '/data/title', value: '=HYPERLINK("http://evil","x")' }];
    const { body } = await suite.post('/dlq/replays', { filter: {}, patch });
    expect((await suite.get(`/dlq/replays/${body.data.id}`)).body.data.patch).toEqual(patch);
  });
});
