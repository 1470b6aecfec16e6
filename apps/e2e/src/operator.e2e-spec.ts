import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@analytics/testing';
import { AdminApi, PATIENCE } from './stack/admin-api';
import { OTHER_KINDS, sendAll, spoiled, toasterViews } from './stack/refused-events';
import { Stack } from './stack/stack';
import { rowsOf } from './stack/warehouse';

/** `OPERATOR_EVENTS=10000 npm test -- operator` is the whole journey; by default its smoke. */
const EVENTS = Number(process.env['OPERATOR_EVENTS'] ?? 2_000);
/** What the repair does not mend. */
const HOPELESS = 12;
const MENDED = EVENTS * 0.4;
const EACH_OTHER = Math.floor((EVENTS - MENDED - HOPELESS) / 7);
/** So slow that the replay is still under way when a machine that stalled looks again. */
const RATE = EVENTS / 40;
const SOURCE = `/e2e/operator/${randomUUID()}`;
const OF_SOURCE = `source=${encodeURIComponent(SOURCE)}`;
const TRACED = 20;

const filter = { reason: 'SCHEMA_VIOLATION', source: SOURCE };
const patch = [{ op: 'replace', path: '/data/platform', value: 'windows' }];

let stack: Stack;
let admin: AdminApi;
let replayId: string;

beforeAll(async () => {
  stack = await Stack.start();
  admin = new AdminApi(stack);
}, 300_000);
afterAll(() => stack.stop());

async function inWarehouse(): Promise<{ rows: number; identities: number }> {
  const query = `SELECT toUInt32(count()) AS rows, toUInt32(uniqExact(source, id)) AS identities FROM events WHERE source = '${SOURCE}'`;
  return (await rowsOf<{ rows: number; identities: number }>(stack, query))[0]!;
}

async function recordsOf(query: string): Promise<{ id: string; event_id: string; pointer: string }[]> {
  const found = [];
  for (let cursor = ''; ;) {
    const { body } = await admin.get(`/dlq/records?${OF_SOURCE}&${query}&limit=500${cursor}`);
    found.push(...body.data);
    if (body.meta.next_cursor === null) return found;
    cursor = `&cursor=${encodeURIComponent(body.meta.next_cursor)}`;
  }
}

describe(`an operator and ${EVENTS} events refused in eight ways`, () => {
  it('are told of every one of them', async () => {
    const events = Object.values(OTHER_KINDS).flatMap((spoil) => spoiled(SOURCE, EACH_OTHER, spoil));
    expect(await sendAll(stack, [...toasterViews(SOURCE, MENDED + HOPELESS, HOPELESS), ...events])).toBe(0);
    const others = Object.keys(OTHER_KINDS).map((reason) => [reason, EACH_OTHER]);
    const all = { ...Object.fromEntries(others), SCHEMA_VIOLATION: MENDED + HOPELESS };
    await eventually(async () => expect(await admin.counts('reason', OF_SOURCE)).toEqual(all), PATIENCE);
  }, 300_000);

  it('list the largest group to its end and look into one of it', async () => {
    const records = await recordsOf('reason=SCHEMA_VIOLATION');
    expect(new Set(records.map(({ event_id: id }) => id)).size).toBe(MENDED + HOPELESS);
    const [mendable] = records.filter(({ pointer }) => pointer === '/data/platform');
    const { body } = await admin.get(`/dlq/records/${mendable!.id}`);
    expect(body.data).toMatchObject({ status: 'open', payload: { source: SOURCE, id: mendable!.event_id } });
  });

  it('rehearse a repair, which some would not pass for another reason', async () => {
    const { id } = await admin.requested({ filter, patch, dry_run: true });
    expect(await admin.ended(id)).toMatchObject({
      ...{ selected: MENDED + HOPELESS, succeeded: MENDED, failed_again: HOPELESS },
      failed_by_reason: { SCHEMA_VIOLATION: HOPELESS },
    });
    expect(await inWarehouse()).toEqual({ rows: 0, identities: 0 });
  }, 300_000);

  it('need a second person before anything is sent', async () => {
    const replay = await admin.requested({ filter, patch, rate_limit_per_second: RATE });
    replayId = replay.id;
    expect(replay.status).toBe('awaiting_approval');
    expect(await admin.post(`/dlq/replays/${replayId}/approve`)).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'SELF_APPROVAL' }] },
    });
    expect(await admin.post(`/dlq/replays/${replayId}/approve`, {}, 'platform_admin')).toMatchObject({ status: 200 });
  });

  it('pause it, let it go on, and see it end though the service is killed in the middle', async () => {
    const replayed = async () => (await admin.replay(replayId)).replayed;
    await eventually(async () => expect(await replayed()).toBeGreaterThan(MENDED * 0.1), PATIENCE);
    expect(await admin.post(`/dlq/replays/${replayId}/pause`)).toMatchObject({ status: 200 });
    // The turn that was under way still ends.
    const atPause = await eventually(async () => {
      const before = await replayed();
      await pause(2_000);
      expect(await replayed()).toBe(before);
      return before;
    }, PATIENCE);
    expect(atPause).toBeLessThan(MENDED);
    expect(await admin.post(`/dlq/replays/${replayId}/resume`)).toMatchObject({ status: 200 });
    await eventually(async () => expect(await replayed()).toBeGreaterThan(atPause), PATIENCE);

    const { pid } = stack.state.services.admin;
    process.kill(pid, 'SIGKILL');
    await eventually(() => expect(stack.state.services.admin.pid).not.toBe(pid), PATIENCE);
    await eventually(async () => expect((await admin.get('/dlq/replays')).status).toBe(200), PATIENCE);
    expect(await admin.ended(replayId)).toMatchObject({
      ...{ selected: MENDED + HOPELESS, replayed: MENDED + HOPELESS, succeeded: MENDED, failed_again: HOPELESS },
      skipped: 0,
    });
  }, 600_000);

  it('find each exactly once in the warehouse, and its record resolved', async () => {
    await eventually(async () => expect(await inWarehouse()).toEqual({ rows: MENDED, identities: MENDED }), PATIENCE);
    const statuses = await admin.counts('status', `${OF_SOURCE}&reason=SCHEMA_VIOLATION`);
    expect(statuses).toMatchObject({ resolved: MENDED, open: HOPELESS });
  }, 300_000);

  it('follow an event from the dead letters to its row', async () => {
    const resolved = await recordsOf('reason=SCHEMA_VIOLATION&status=resolved');
    for (let at = 0; at < resolved.length; at += Math.ceil(resolved.length / TRACED)) {
      const { body } = await admin.get(`/events/trace?${OF_SOURCE}&id=${resolved[at]!.event_id}`);
      const stages = (body.data.stages as { stage: string }[]).map(({ stage }) => stage);
      expect(body.data.status).toBe('in_warehouse');
      expect(stages).toEqual(expect.arrayContaining(['dlq', 'warehouse']));
    }
  }, 300_000);

  it('change nothing by the same again', async () => {
    const statuses = await admin.counts('status', OF_SOURCE);
    const { id, selected } = await admin.requested({ filter, patch });
    expect(selected).toBe(HOPELESS);
    await admin.post(`/dlq/replays/${id}/approve`, {}, 'platform_admin');
    expect(await admin.ended(id)).toMatchObject({ succeeded: 0, failed_again: HOPELESS });
    expect(await inWarehouse()).toEqual({ rows: MENDED, identities: MENDED });
    expect(await admin.counts('status', OF_SOURCE)).toEqual(statuses);
  });

  it('stand in an audit that nobody changed, each with what they did', async () => {
    const { body } = await admin.get(`/audit?object=${replayId}&limit=100`, 'platform_admin');
    const steps = (body.data as { action: string; result: string }[]).map(
      ({ action, result }) => `${action} ${result}`,
    );
    expect(steps.reverse()).toEqual([
      'replay.request done',
      'replay.approve refused: SELF_APPROVAL',
      'replay.approve done',
      'replay.pause done',
      'replay.resume done',
      'replay.complete completed',
    ]);
    expect((await admin.post('/audit/verify', {}, 'platform_admin')).body.data).toMatchObject({ intact: true });
  });
});
