import { VALIDATED_TOPIC, type ValidatedEvent } from '@analytics/contracts';
import { LIVE_WINDOWS, type LiveWindow } from '@analytics/domain';
import { KafkaRanges } from '@analytics/infra-kafka';
import {
  eventually,
  type PrivateStore,
  SeededRandom,
  sleep,
  startPrivateStore,
  suiteNamespace,
} from '@analytics/testing';
import { LiveService } from './live.service';
import { LiveSuite } from './fixtures/live-suite.fixture';
import { liveEventAt } from './fixtures/live-events.fixture';

const WINDOWS = Object.keys(LIVE_WINDOWS) as LiveWindow[];

describe('live numbers of what comes through Kafka', () => {
  let redis: PrivateStore<'redis'>;
  let suite: LiveSuite;
  const random = new SeededRandom(11);

  beforeAll(async () => {
    redis = await startPrivateStore('redis');
    suite = await LiveSuite.start(await suiteNamespace('live-numbers'), redis.connection.url);
  });
  afterAll(async () => {
    await suite?.stop();
    await redis?.stop();
  });

  const some = (count: number): ValidatedEvent[] =>
    Array.from({ length: count }, () => liveEventAt(random, Date.now()));

  /** Not stale, and equal to what the warehouse says of the same windows. */
  const agree = () =>
    eventually(async () => {
      for (const window of WINDOWS) {
        const { values, stale, asOf } = await suite.reader.values(window, new Date());
        expect({ stale, ...values }).toEqual({ stale: false, ...(await suite.inWarehouse(window, asOf)) });
      }
    });
  const events = async () => (await suite.reader.values('1h', new Date())).values?.events ?? 0;

  it('are zero and true before anything has come', async () => {
    await agree();
    expect(await events()).toBe(0);
  });

  it('agree with the warehouse in every window, with late events and repeats near and far', async () => {
    const first = some(1_500);
    await suite.send(first);
    await suite.send([...some(500), ...first.slice(0, 100), ...some(200), ...first.slice(1_400)]);
    await eventually(async () => expect(await events()).toBeGreaterThan(1_500));
    await agree();
    expect(await events()).toBeLessThan(2_200);
  });

  it('count nothing twice that is repeated to another process, and nothing that is no event', async () => {
    const again = some(300);
    await suite.send(again);
    await agree();
    const other = await suite.another();
    await suite.send([...again, ...some(300)]);
    await eventually(async () => expect(await suite.metrics()).toMatch(/live_events_total\{result="repeated"\} [1-9]/));
    await agree();
    await other.close();
    await suite.send(some(100));
    await agree();
  });

  it('count a batch that comes again once, whole or cut anew', async () => {
    await agree();
    const ranges = suite.app.get(KafkaRanges, { strict: false });
    const [partition, { high }] = [...(await ranges.allWatermarks(VALIDATED_TOPIC))].find(
      ([, ends]) => ends.high > 50n,
    )!;
    const place = { topic: VALIDATED_TOPIC, partition };
    const again = await ranges.read({ ...place, from: high - 20n, to: high - 1n });
    const context = { ...place, group: 'spec', attempt: 2, signal: new AbortController().signal };
    const asOf = new Date();
    const before = await suite.reader.values('1h', asOf);
    const live = suite.app.get(LiveService, { strict: false });
    expect(await live.take(again, context)).toHaveLength(20);
    // As if the second half had not been counted: what each event was is still known.
    await suite.toRedis(`redis.call('HSET', KEYS[1], 'o:${partition}', '${high - 11n}')`);
    expect(await live.take(again, context)).toHaveLength(20);
    // Who was seen last is only known of now: that people and players are right is said below.
    expect(countsOf((await suite.reader.values('1h', asOf)).values!)).toEqual(countsOf(before.values!));
    expect(await suite.metrics()).toMatch(/live_batches_total\{answer="overlap"\} [1-9]/);
    await agree();
  });

  it('are stale after they were lost, and right again, under load', async () => {
    // The counts of a window that was over before do not change any more: a reading is stale, or has them.
    await sleep(1_100);
    const closed = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 6_000);
    const truth = await suite.inWarehouse('5m', closed);
    const before = await suite.reader.values('5m', closed);
    expect(before.values).toMatchObject(countsOf(truth));
    let loading = true;
    const load = (async () => {
      while (loading) {
        await suite.send(some(50).map((event) => ({ ...event, effective_at: event.received_at })));
        await sleep(50);
      }
    })();
    await sleep(500);
    await suite.toRedis(`redis.call('FLUSHALL')`);
    const flushedAt = performance.now();
    const first = await suite.reader.values('5m', closed);
    expect(first.stale).toBe(true);
    await eventually(async () => {
      const { stale, values } = await suite.reader.values('5m', closed);
      if (stale) throw new Error('still stale');
      expect(values).toMatchObject(countsOf(truth));
    });
    process.stdout.write(`live numbers were made anew after ${Math.round(performance.now() - flushedAt)} ms\n`);
    await sleep(500);
    loading = false;
    await load;
    await agree();
  });

  it('are made anew when records are missing', async () => {
    await suite.toRedis(`for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
      if string.sub(name, 1, 2) == 'o:' then redis.call('HINCRBY', KEYS[1], name, -2) end end`);
    await suite.send(some(300));
    await eventually(async () => expect(await suite.metrics()).toMatch(/live_batches_total\{answer="gap"\} [1-9]/));
    await agree();
  });

  it('wait for the warehouse before they are made anew: what it has not stored is not lost', async () => {
    suite.sink.held = true;
    await suite.send(some(400));
    await sleep(1_000);
    await suite.toRedis(`redis.call('FLUSHALL')`);
    await sleep(1_500);
    expect((await suite.reader.values('5m', new Date())).stale).toBe(true);
    suite.sink.held = false;
    await agree();
  });

  it('go on where they were after Redis was killed', async () => {
    await redis.kill9();
    await suite.send(some(300));
    await expect(suite.reader.values('5m', new Date())).rejects.toMatchObject({ kind: 'unavailable' });
    await redis.restart();
    await eventually(() => suite.reader.values('5m', new Date()));
    await agree();
    await eventually(async () => expect(await suite.metrics()).toMatch(/live_ready 1/));
  });
});

/** What a window that is over keeps for ever; who was seen last is only known of now. */
const countsOf = ({ events, game_page_views, purchases, revenue }: Readonly<Record<string, number>>) => ({
  ...{ events, game_page_views, purchases, revenue },
});
