import { randomUUID } from 'node:crypto';
import type { EventEnvelope } from '@analytics/contracts';
import { SchemaRegistryStore, VaultKeys, VaultStore } from '@analytics/infra-postgres';
import { aGameViewed, anEnvelope, eventually, sleep } from '@analytics/testing';
import { ReplaySuite, VAULT_KEY } from '../fixtures/replay-suite.fixture';

const GAME = randomUUID();
const UNKNOWN = 'com.platform.market.item.listed.v1';
/** So many that a slow one is still under way when a machine that stalled looks again. */
const LISTED = 200;
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

let suite: ReplaySuite;

beforeAll(async () => {
  suite = await ReplaySuite.start('admin-replays');
});
afterAll(() => suite?.close());

const open = (filter: string, count: number) =>
  eventually(async () => expect((await suite.statuses(filter))['open'] ?? 0).toBe(count));
const asked = async (body: object, subject = 'olga') => {
  const answer = await suite.admin.post('/dlq/replays', body, 'analytics_operator', subject);
  expect(answer).toMatchObject({ status: 202 });
  return answer.body.data as {
    id: string;
    status: string;
    selected: number;
    patched: number;
    estimate_seconds: number;
  };
};
const command = (id: string, name: string, subject = 'olga', role = 'analytics_operator') =>
  suite.admin.post(`/dlq/replays/${id}/${name}`, {}, role, subject);

/** Identities of what is validated, each with how many different contents it came with. */
async function contentsById(): Promise<Map<string, Set<string>>> {
  const contents = new Map<string, Set<string>>();
  for (const { source, id, fingerprint } of await suite.validated()) {
    const name = `${source} ${id}`;
    contents.set(name, (contents.get(name) ?? new Set()).add(fingerprint));
  }
  return contents;
}
const nameOf = ({ source, id }: EventEnvelope): string => `${source} ${id}`;

describe('replays', () => {
  const wrongGame = many(70, () => aGameViewed({ gameId: 'the game' }));
  const toldOverHttp = many(10, () => aGameViewed({ gameId: 'the game' }));
  const wrongTwice = many(40, () => aGameViewed({ gameId: 'the game', platform: 'toaster' as never }));
  const patch = [{ op: 'replace', path: '/data/gameId', value: GAME }];
  const filter = { reason: 'SCHEMA_VIOLATION', type: wrongGame[0]!.type };

  beforeAll(async () => {
    await suite.collect([...wrongGame, ...wrongTwice]);
    await suite.collect(toldOverHttp, {
      'x-refused-code': 'SCHEMA_VIOLATION',
      'x-refused-detail': 'told',
      'x-fingerprint': 'old',
    });
    await suite.collect(many(20, (at) => `{"id":"${at}", broken`));
    await open('&reason=SCHEMA_VIOLATION', 120);
    await open('&reason=MALFORMED_JSON', 20);
  });

  it('are rehearsed by the real steps of intake, and then nothing has changed', async () => {
    const runner = await suite.runner();
    const before = await suite.statuses();
    const asIs = await asked({ filter, dry_run: true });
    expect(asIs).toMatchObject({ status: 'planned', selected: 120, patched: 0 });
    expect(await suite.ended(asIs.id)).toMatchObject({ succeeded: 0, failed_again: 120, replayed: 0, skipped: 0 });
    const patched = await asked({ filter, patch, dry_run: true });
    expect(patched).toMatchObject({ status: 'planned', selected: 120, patched: 120 });
    expect(await suite.ended(patched.id)).toMatchObject({
      ...{ succeeded: 80, failed_again: 40, replayed: 0 },
      failed_by_reason: { SCHEMA_VIOLATION: 40 },
    });
    const broken = await asked({ filter: { reason: 'MALFORMED_JSON' }, patch, dry_run: true });
    expect(await suite.ended(broken.id)).toMatchObject({
      skipped: 20,
      skipped_by_reason: { PATCH_NOT_APPLICABLE: 20 },
    });
    expect(await suite.statuses()).toEqual(before);
    expect(await suite.validated()).toEqual([]);
    await suite.kill9(runner);
  });

  it('with a patch wait for another person, go on after a kill -9, and let each event in once', async () => {
    const replay = await asked({ filter, patch, rate_limit_per_second: 10 });
    expect(replay).toMatchObject({ status: 'awaiting_approval', selected: 120, patched: 120, estimate_seconds: 12 });
    const waiting = await suite.admin.get('/dlq/replays?status=awaiting_approval');
    expect(waiting.body.data.map(({ id }: { id: string }) => id)).toEqual([replay.id]);
    expect(await suite.admin.get('/dlq/replays?status=waiting')).toMatchObject({ status: 400 });
    const { body } = await suite.admin.get(`/dlq/replays/${replay.id}/preview`);
    expect(body.data).toHaveLength(20);
    expect(body.data[0]).toMatchObject({ skipped: null, after: { data: { gameId: GAME } } });
    expect(JSON.stringify(body)).not.toContain((wrongGame[0]!.data as { userId: string }).userId);
    expect(await command(replay.id, 'approve', 'olga')).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'SELF_APPROVAL' }] },
    });
    expect(await command(replay.id, 'approve', 'dev', 'developer')).toMatchObject({ status: 403 });
    expect(await command(replay.id, 'approve', 'boris')).toMatchObject({
      status: 200,
      body: { data: { approved_by: 'boris' } },
    });

    const first = await suite.runner();
    await eventually(async () => expect((await suite.replay(replay.id)).replayed).toBeGreaterThan(20));
    await suite.kill9(first);
    const atDeath = await suite.replay(replay.id);
    expect(atDeath).toMatchObject({ status: 'running' });
    expect(atDeath.replayed).toBeLessThan(120);
    await suite.runner();
    expect(await suite.ended(replay.id)).toMatchObject({
      ...{ selected: 120, replayed: 120, succeeded: 80, failed_again: 40, skipped: 0 },
      failed_by_reason: { SCHEMA_VIOLATION: 40 },
    });
    expect(await suite.statuses('&reason=SCHEMA_VIOLATION')).toEqual({ resolved: 80, open: 40 });
    const contents = await contentsById();
    expect([...contents.keys()].sort()).toEqual([...wrongGame, ...toldOverHttp].map(nameOf).sort());
    expect([...contents.values()].every((each) => each.size === 1)).toBe(true);

    const again = await asked({ filter, patch });
    expect(again.selected).toBe(40);
    expect(await command(again.id, 'cancel')).toMatchObject({ status: 200, body: { data: { status: 'cancelled' } } });
    const ids = (await suite.admin.get('/dlq/records?status=resolved&limit=500')).body.data.map(
      ({ id }: { id: string }) => id,
    ) as string[];
    expect(ids).toHaveLength(80);
    const same = await asked({ filter: { ids } });
    expect(same.selected).toBe(0);
    expect(await suite.ended(same.id)).toMatchObject({ replayed: 0 });
    expect(await contentsById()).toEqual(contents);
  });

  it('leave alone what was replayed three times', async () => {
    for (const count of [2, 3]) {
      const { id } = await asked({ filter });
      expect(await suite.ended(id)).toMatchObject({ replayed: 40, failed_again: 40 });
      const { body } = await suite.admin.get('/dlq/records?reason=SCHEMA_VIOLATION&status=open');
      expect(body.data[0]).toMatchObject({ replay_count: count, attempts: count + 1 });
    }
    const { id } = await asked({ filter });
    expect(await suite.ended(id)).toMatchObject({
      ...{ selected: 40, replayed: 0, skipped: 40 },
      skipped_by_reason: { REPLAYED_OFTEN: 40 },
    });
  });

  it('of a type that was unknown are offered once it has a schema; they keep their pace, pause, go on and stop', async () => {
    const events = many(LISTED, () => anEnvelope({ type: UNKNOWN, source: 'urn:market', data: { price: 1 } }));
    await suite.collect(events);
    await open('&reason=SCHEMA_UNKNOWN', LISTED);
    const offers = async () => (await suite.admin.get('/dlq/replays/offers')).body.data as object[];
    expect(await offers()).toEqual([]);
    const registry = new SchemaRegistryStore(await suite.admin.postgres('ingestion'));
    await registry.register({
      type: UNKNOWN,
      schema: {
        type: 'object',
        required: ['price'],
        properties: { price: { type: 'integer', description: 'Price.' } },
      },
      owner: 'market',
      createdBy: 'spec',
      description: 'Somebody offered an item.',
    } as never);
    expect(await offers()).toMatchObject([
      { type: UNKNOWN, records: LISTED, filter: { reason: 'SCHEMA_UNKNOWN', type: UNKNOWN } },
    ]);
    const filterOfType = { reason: 'SCHEMA_UNKNOWN', type: UNKNOWN };
    // Ingestion has heard of it once it would let all of them pass.
    await eventually(async () => {
      const rehearsal = await asked({ filter: filterOfType, dry_run: true });
      expect(await suite.ended(rehearsal.id)).toMatchObject({ succeeded: LISTED });
    });

    const { id } = await asked({ filter: filterOfType, rate_limit_per_second: 10 });
    const replayed = async () => (await suite.replay(id)).replayed;
    await eventually(async () => expect(await replayed()).toBeGreaterThan(5));
    const [began, from] = [performance.now(), await replayed()];
    await sleep(2_000);
    const [to, seconds] = [await replayed(), (performance.now() - began) / 1_000];
    // Portions of half a second come whole, and one of them may have been on its way at the first look.
    expect((to - from) / seconds).toBeLessThanOrEqual(10 + 10 / seconds);
    expect(await command(id, 'pause')).toMatchObject({ status: 200, body: { data: { status: 'paused' } } });
    // The turn that was under way still ends.
    const atPause = await eventually(async () => {
      const before = await replayed();
      await sleep(2_000);
      expect(await replayed()).toBe(before);
      return before;
    });
    expect(atPause).toBeLessThan(LISTED);
    expect(await command(id, 'resume')).toMatchObject({ status: 200, body: { data: { status: 'running' } } });
    await eventually(async () => expect(await replayed()).toBeGreaterThan(atPause));
    expect(await command(id, 'cancel')).toMatchObject({ status: 200, body: { data: { status: 'cancelled' } } });
    expect(await command(id, 'resume')).toMatchObject({ status: 409 });
    await eventually(async () => {
      const { replayed: sent, succeeded } = await suite.replay(id);
      expect(succeeded).toBe(sent);
      expect(await suite.statuses('&reason=SCHEMA_UNKNOWN')).toEqual({ open: LISTED - sent, resolved: sent });
    });
    const rest = await asked({ filter: filterOfType });
    await suite.ended(rest.id);
    expect(await suite.statuses('&reason=SCHEMA_UNKNOWN')).toEqual({ resolved: LISTED });
    const contents = await contentsById();
    expect(events.filter((event) => contents.get(nameOf(event))?.size === 1)).toHaveLength(LISTED);
    expect(await offers()).toEqual([]);
  });

  it('fail again, and say so beforehand, while the warehouse holds another content of their source and id', async () => {
    const first = aGameViewed();
    const second = { ...first, data: { ...(first.data as object), gameId: randomUUID() } };
    await suite.collect([first]);
    const trace = async () => {
      const question = `source=${encodeURIComponent(first.source)}&id=${first.id}`;
      return (await suite.admin.get(`/events/trace?${question}`)).body.data.status as string;
    };
    await eventually(async () => expect(await trace()).toBe('in_warehouse'));
    // As collect writes down what it has told the sender.
    await suite.collect([second], { 'x-refused-code': 'ID_CONFLICT', 'x-refused-detail': 'told' });
    await open('&reason=ID_CONFLICT', 1);
    const conflict = { filter: { reason: 'ID_CONFLICT' } };
    const again = { failed_again: 1, succeeded: 0, failed_by_reason: { ID_CONFLICT: 1 } };
    const letters = async () =>
      (await suite.admin.get('/dlq/records?reason=ID_CONFLICT')).body.data as { id: string }[];
    const [{ id: record }] = (await letters()) as [{ id: string }];
    for (const count of [1, 2, 3]) {
      const rehearsal = await asked({ ...conflict, dry_run: true });
      expect(await suite.ended(rehearsal.id)).toMatchObject({ selected: 1, skipped: 0, ...again });
      const replay = await asked(conflict);
      expect(await suite.ended(replay.id)).toMatchObject({ replayed: 1, ...again });
      expect(await letters()).toMatchObject([{ id: record, status: 'open', replay_count: count, attempts: count + 1 }]);
    }
    const often = await asked(conflict);
    expect(await suite.ended(often.id)).toMatchObject({ replayed: 0, skipped_by_reason: { REPLAYED_OFTEN: 1 } });
  });

  it('bring nobody back who was erased while they waited', async () => {
    const [gone, stays] = [randomUUID(), randomUUID()];
    const type = 'com.platform.market.item.sold.v1';
    const events = [gone, stays].map((buyer) => anEnvelope({ type, data: { buyerUserId: buyer } }));
    await suite.collect(events);
    await open(`&type=${type}`, 2);
    const waiting = await asked({
      filter: { type },
      patch: [{ op: 'replace', path: '/type', value: events[0]!.type }],
    });
    expect(waiting).toMatchObject({ status: 'awaiting_approval', selected: 2 });
    const keys = new VaultKeys({ masterKeys: [VAULT_KEY], hmacKeys: [VAULT_KEY] });
    await new VaultStore(await suite.admin.postgres('vault'), keys).erase(`user:${gone}`);
    const state = async ({ id }: EventEnvelope) => {
      const { body } = await suite.admin.get(`/dlq/records?type=${type}&text=${id}`);
      return (await suite.admin.get(`/dlq/records/${body.data[0].id}`)).body.data.payload_state;
    };
    await eventually(async () => expect(await state(events[0]!)).toBe('not_kept'));
    expect(await state(events[1]!)).toBe('masked');
    await command(waiting.id, 'approve', 'pavel', 'platform_admin');
    expect(await suite.ended(waiting.id)).toMatchObject({
      ...{ replayed: 1, skipped: 1, failed_by_reason: { SCHEMA_UNKNOWN: 1 } },
      skipped_by_reason: { PAYLOAD_MISSING: 1 },
    });
  });

  it('are in the audit, step by step, with who did it', async () => {
    const { body } = await suite.admin.get('/audit?limit=200');
    const steps = (body.data as { action: string; actor: string; result: string }[])
      .filter(({ action }) => action.startsWith('replay.'))
      .map(({ action, actor, result }) => `${actor} ${action} ${result}`);
    for (const step of [
      'olga replay.request done',
      'olga replay.approve refused: SELF_APPROVAL',
      'boris replay.approve done',
      'olga replay.pause done',
      'olga replay.resume done',
      'olga replay.cancel done',
      'system:replays replay.complete completed',
    ]) {
      expect(steps).toContain(step);
    }
    expect((await suite.admin.post('/audit/verify')).body.data).toMatchObject({ intact: true });
    expect(JSON.stringify(body)).not.toContain(GAME);
  });

  it.each([
    ['a patch that is none', { filter: {}, patch: [{ op: 'paint', path: '/a' }] }, '/patch/0'],
    [
      'a patch that names __proto__',
      { filter: {}, patch: [{ op: 'add', path: '/__proto__/x', value: 1 }] },
      '/patch/0',
    ],
    ['a rate beyond the most', { filter: {}, rate_limit_per_second: 1_000_000 }, '/rate_limit_per_second'],
    ['no filter at all', {}, '/filter'],
    ['a filter that is none', { filter: { colour: 'red' } }, '/filter/colour'],
  ])('refuse %s', async (_, body, pointer) => {
    const answer = await suite.admin.post('/dlq/replays', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ source: { pointer } }] } });
  });

  it('that nobody asked for are not found', async () => {
    expect(await command(randomUUID(), 'approve')).toMatchObject({
      status: 404,
      body: { errors: [{ code: 'REPLAY_NOT_FOUND' }] },
    });
  });
});
