import type { Received } from '@analytics/infra-kafka';
import { KafkaPort } from '@analytics/infra-kafka';
import { ReplayLost, ReplayWorkStore } from '@analytics/infra-postgres';
import type { RunningService } from '@analytics/service-kit';
import { aGameViewed, eventually } from '@analytics/testing';
import { Decider, startDecider } from '../fixtures/decider.fixture';
import { ReplaySuite } from '../fixtures/replay-suite.fixture';
import { RecordPreparation } from '../work/prepared-records';
import { outgoingCopy } from '../work/replayed-letter';

let suite: ReplaySuite;
let service: RunningService;
let decider: Decider;

beforeAll(async () => {
  suite = await ReplaySuite.start('admin-verdicts', { ingestion: false });
  service = await startDecider(suite.admin.env);
  decider = service.app.get(Decider);
});
afterAll(async () => {
  await service?.close();
  await suite?.close();
});

const asked = async (body: object) => (await suite.admin.post('/dlq/replays', body)).body.data as { id: string };
const open = (count: number) => eventually(async () => expect((await suite.statuses())['open'] ?? 0).toBe(count));
/** A group that was shared out anew brings again what it had brought. */
const broughtOnce = (records: readonly Received[]): Received[] => [
  ...new Map(records.map((record) => [`${record.partition} ${record.offset}`, record])).values(),
];
const idOf = ({ value }: Received): string => (JSON.parse(String(value)) as { id: string }).id;

describe('a replay, about what becomes of its records,', () => {
  it('sends again what a runner had sent when it died before it could say so, and nothing of that runner counts', async () => {
    decider.reason = 'ENRICH_FAILED';
    const events = Array.from({ length: 20 }, () => aGameViewed());
    await suite.collect(events);
    await open(20);
    decider.reason = undefined;
    decider.seen.length = 0;
    const { id } = await asked({ filter: {} });

    const app = suite.admin.service.app;
    const work = app.get(ReplayWorkStore);
    const dying = (await work.take('one that dies', 1_000))!;
    expect(dying).toMatchObject({ id, status: 'running' });
    const { ready } = await app.get(RecordPreparation).of(dying, await work.next(dying, 10));
    const claimed = await work.claim(dying, ready);
    expect(claimed.map(({ replayCount }) => replayCount)).toEqual(Array(10).fill(1));
    const acknowledged = await app
      .get(KafkaPort)
      .send(ready.map(({ letter, originAt }) => outgoingCopy(letter, { count: 1, originAt })));

    await suite.runner();
    expect(await suite.ended(id)).toMatchObject({ replayed: 20, succeeded: 20, failed_again: 0, skipped: 0 });
    const places = acknowledged.map((sent, at) => ({ ...sent, place: ready[at]!.place }));
    await expect(work.sent(dying, places)).rejects.toBeInstanceOf(ReplayLost);
    await expect(work.renew(dying, 1_000)).rejects.toBeInstanceOf(ReplayLost);

    const twice = new Set(ready.map(({ record }) => record));
    const copies = broughtOnce(decider.seen).filter(({ headers }) => 'x-replay-of' in headers);
    expect(copies).toHaveLength(30);
    expect(new Set(copies.map(idOf))).toEqual(new Set(events.map((event) => event.id)));
    for (const { headers, key } of copies) {
      expect(headers).toMatchObject({ 'x-replay-count': '1', 'x-write-key-id': 'spec' });
      expect(String(key)).toMatch(/^k\d+$/);
    }
    expect(copies.filter(({ headers }) => twice.has(headers['x-replay-of']!))).toHaveLength(20);
    expect(await suite.statuses()).toEqual({ resolved: 20 });
  });

  it.each(['INTERNAL', 'SCHEMA_VIOLATION'] as const)(
    'stops by itself when what it sends is refused again with %s, leaves the rest alone, and all comes in once it is mended',
    async (reason) => {
      const before = (await suite.statuses())['resolved']!;
      decider.reason = reason;
      await suite.collect(Array.from({ length: 300 }, () => aGameViewed()));
      await open(300);
      const { id } = await asked({ filter: { reason }, rate_limit_per_second: 1_000 });
      const stopped = await suite.ended(id, 'stopped_failing');
      expect(stopped).toMatchObject({
        replayed: 100,
        failed_again: 100,
        failure: expect.stringMatching(/^100 of the last 100/),
      });
      await open(300);
      decider.reason = undefined;
      const mended = await asked({ filter: { reason }, rate_limit_per_second: 1_000 });
      expect(await suite.ended(mended.id)).toMatchObject({ replayed: 300, succeeded: 300 });
      expect(await suite.statuses()).toEqual({ resolved: before + 300 });
    },
  );

  it('goes on to its end when no more than half of it is refused again, and when it is too small to tell', async () => {
    decider.reason = 'SCHEMA_VIOLATION';
    await suite.collect(Array.from({ length: 80 }, () => aGameViewed()));
    await open(80);
    const { id } = await asked({ filter: { reason: 'SCHEMA_VIOLATION' }, rate_limit_per_second: 1_000 });
    expect(await suite.ended(id)).toMatchObject({ failed_by_reason: { SCHEMA_VIOLATION: 80 }, failed_again: 80 });
    await open(80);
  });

  it('cannot be rehearsed while ingestion is away: it waits, and can be cancelled', async () => {
    const { id } = await asked({ filter: {}, dry_run: true });
    await eventually(async () => expect(await suite.replay(id)).toMatchObject({ status: 'running' }));
    const cancelled = await suite.admin.post(`/dlq/replays/${id}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { data: { status: 'cancelled', succeeded: 0 } } });
    expect(await suite.statuses()).toEqual({ resolved: 620, open: 80 });
  });
});
