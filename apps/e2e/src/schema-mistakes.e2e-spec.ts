import { eventually } from '@analytics/testing';
import { AdminApi, PATIENCE } from './stack/admin-api';
import { BASE, gameViewed } from './stack/events';
import { sendAll } from './stack/refused-events';
import { Stack } from './stack/stack';
import { rowsOf } from './stack/warehouse';

/** `PARKED_EVENTS=5000 npm test -- schema-mistakes` is the whole journey; by default its smoke. */
const PARKED = Number(process.env['PARKED_EVENTS'] ?? 500);
const RELEASED = Math.max(200, PARKED / 10);
const OFFERED_MS = 5_000;
const RUN = Date.now().toString(36);
const SOURCE = `/e2e/schemas/${RUN}`;
const QUESTS = `com.platform.e2e.quest${RUN}.finished.v1`;
const LEVELS = `com.platform.e2e.level${RUN}.reached.v1`;
const VIEWED = gameViewed().type;

let stack: Stack;
let admin: AdminApi;

beforeAll(async () => {
  stack = await Stack.start();
  admin = new AdminApi(stack);
}, 300_000);
afterAll(() => stack.stop());

const eventsOf = (type: string, count: number): object[] =>
  Array.from({ length: count }, (_, at) => gameViewed({ type, source: SOURCE, data: { level: at % 50 } }));
const schema = (required: string[]) => ({
  ...{ type: 'object', description: 'Somebody got on.', required },
  properties: {
    level: { type: 'integer', description: 'The level.' },
    difficulty: { type: 'string', maxLength: 20, description: 'How hard it was.' },
  },
});
const register = (type: string, version: object) =>
  admin.post(`/schemas/${type}/versions`, { owner: 'e2e', compatibility: 'forward', ...version });

/** The number of events of a type as the product tells it. */
async function counted(type: string): Promise<number> {
  const { services, credentials } = stack.state;
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const query = new URLSearchParams({
    ...{ period_start: day(-2), period_end: day(2), timezone: 'UTC' },
    filters: JSON.stringify([{ dimension: 'event_type', op: 'eq', values: [type] }]),
  });
  const answer = await fetch(`${services['query-api'].url}${BASE}/metrics/values/events_ingested?${query}`, {
    headers: { authorization: `Bearer ${credentials.tokens['platform_admin']}` },
  });
  return ((await answer.json()) as { data: { total: { value: number } } }).data.total.value;
}

async function identities(type: string): Promise<number[]> {
  const query = `SELECT count() AS rows, uniqExact(source, id) AS identities FROM events WHERE source = '${SOURCE}' AND event_type = '${type}'`;
  const [{ rows, identities: distinct }] = (await rowsOf<{ rows: string; identities: string }>(stack, query)) as [
    { rows: string; identities: string },
  ];
  return [Number(rows), Number(distinct)];
}

const everyOne = async (type: string, count: number): Promise<void> => {
  await eventually(async () => expect(await identities(type)).toEqual([count, count]), PATIENCE);
  await eventually(async () => expect(await counted(type)).toBe(count), PATIENCE);
};

describe('events of a type that nobody registered', () => {
  it('are parked', async () => {
    expect(await sendAll(stack, eventsOf(QUESTS, PARKED))).toBe(0);
    const parked = { SCHEMA_UNKNOWN: PARKED };
    await eventually(async () => expect(await admin.counts('reason', `type=${QUESTS}`)).toEqual(parked), PATIENCE);
    expect((await admin.get('/schemas')).body.meta.unregistered).toContainEqual({ type: QUESTS, records: PARKED });
  }, 300_000);

  it('are offered once it is, and all of them count after their replay', async () => {
    expect(await register(QUESTS, { schema: schema(['level']) })).toMatchObject({ status: 201 });
    const registered = performance.now();
    let offer: { filter: object } | undefined;
    await eventually(async () => {
      const { body } = await admin.get('/dlq/replays/offers');
      offer = (body.data as { type: string; filter: object }[]).find(({ type }) => type === QUESTS);
      expect(offer).toMatchObject({ records: PARKED });
    }, PATIENCE);
    process.stdout.write(`offered after ${Math.round(performance.now() - registered)} ms (goal ${OFFERED_MS})\n`);
    // The registry is heard of within five seconds, and the rehearsal asks intake itself.
    await rehearsed(offer!.filter, PARKED);
    const { id } = await admin.requested({ filter: offer!.filter, rate_limit_per_second: 1_000 });
    expect(await admin.ended(id)).toMatchObject({ selected: PARKED, succeeded: PARKED, failed_again: 0 });
    await everyOne(QUESTS, PARKED);
    expect((await admin.get('/dlq/replays/offers')).body.data).not.toContainEqual(
      expect.objectContaining({ type: QUESTS }),
    );
  }, 600_000);
});

describe('a release that tightens a schema by mistake', () => {
  const open = ['status="open"', 'reason="SCHEMA_VIOLATION"'];
  const filter = { reason: 'SCHEMA_VIOLATION', type: LEVELS };
  let before: number;
  /** Events of the type since it is known, as who sent them knows, and those of them that were refused. */
  let sent = RELEASED;
  let refused = 0;

  beforeAll(async () => {
    await register(LEVELS, { schema: schema(['level']) });
    await eventually(async () => expect(await sendAll(stack, eventsOf(LEVELS, 1))).toBe(1), PATIENCE);
    expect(await sendAll(stack, eventsOf(LEVELS, RELEASED - 1))).toBe(RELEASED - 1);
    await everyOne(LEVELS, RELEASED);
    before = await admin.gauge('analytics_dlq_records', open);
  }, 300_000);

  it('refuses every event of that type, which is told to senders and to whoever watches, and holds up nobody else', async () => {
    expect(await register(LEVELS, { schema: schema(['level', 'difficulty']) })).toMatchObject({ status: 201 });
    await eventually(async () => {
      const accepted = await sendAll(stack, eventsOf(LEVELS, 1));
      sent += 1;
      expect(accepted).toBe(0);
    }, PATIENCE);
    expect(await sendAll(stack, eventsOf(LEVELS, RELEASED - 1))).toBe(0);
    sent += RELEASED - 1;
    const neighbours = Array.from({ length: 50 }, () => gameViewed({ source: SOURCE }));
    expect(await sendAll(stack, neighbours)).toBe(50);
    await everyNeighbour(50);
    // What was taken a moment before the release was heard of may meet it on its way.
    await eventually(async () => {
      refused = (await admin.counts('reason', `type=${LEVELS}`))['SCHEMA_VIOLATION'] ?? 0;
      const [stored] = await identities(LEVELS);
      expect(refused).toBeGreaterThanOrEqual(RELEASED);
      expect(refused + stored!).toBe(sent);
    }, PATIENCE);
    const risen = before + refused;
    await eventually(async () => expect(await admin.gauge('analytics_dlq_records', open)).toBe(risen), PATIENCE);
  }, 300_000);

  it('stops a replay that comes too early', async () => {
    const { id } = await admin.requested({ filter, rate_limit_per_second: 1_000 });
    expect(await admin.ended(id, 'stopped_failing')).toMatchObject({ replayed: 100, failed_again: 100, succeeded: 0 });
    const statuses = { open: refused };
    await eventually(
      async () =>
        expect(await admin.counts('status', `type=${LEVELS}&reason=SCHEMA_VIOLATION`)).toMatchObject(statuses),
      PATIENCE,
    );
  }, 300_000);

  it('costs nothing once it is rolled back and replayed', async () => {
    const rolledBack = await admin.call(
      'PATCH',
      `/schemas/${LEVELS}/versions/2`,
      { mode: 'observe' },
      'platform_admin',
    );
    expect(rolledBack).toMatchObject({ status: 200 });
    await rehearsed(filter, refused);
    const { id } = await admin.requested({ filter, rate_limit_per_second: 1_000 });
    expect(await admin.ended(id)).toMatchObject({ selected: refused, succeeded: refused });
    await everyOne(LEVELS, sent);
    expect((await admin.counts('status', `type=${LEVELS}&reason=SCHEMA_VIOLATION`))['open'] ?? 0).toBe(0);
    await eventually(async () => expect(await admin.gauge('analytics_dlq_records', open)).toBe(before), PATIENCE);
  }, 600_000);
});

/** Once all of them would pass. */
async function rehearsed(filter: object, count: number): Promise<void> {
  await eventually(async () => {
    const { id } = await admin.requested({ filter, dry_run: true });
    expect(await admin.ended(id)).toMatchObject({ succeeded: count });
  }, PATIENCE);
}

const everyNeighbour = (count: number): Promise<void> =>
  eventually(async () => expect(await identities(VIEWED)).toEqual([count, count]), PATIENCE);
