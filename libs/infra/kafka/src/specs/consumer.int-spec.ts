import { eventually, sleep, suiteNamespace } from '@analytics/testing';
import { type Gauge, register } from 'prom-client';
import type { DeadLetterRecord } from '@analytics/contracts';
import type { RunningService } from '@analytics/service-kit';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { type ProbeOptions, startProbe } from '../fixtures/probe-service.fixture';
import { Unavailable } from '@analytics/domain';
import { dropped, kept, rejected } from '../lane/outcome';
import type { Outgoing } from '../port/kafka-records';

const SESSION_MS = 6_000;

describe('a batch consumer on a real broker', () => {
  let suite: KafkaSuite;
  const running: RunningService[] = [];

  beforeAll(async () => {
    suite = KafkaSuite.open(await suiteNamespace('infra-kafka-consumer', { databases: [] }));
    await suite.topic('analytics.events.dlq.v1', 1);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.close()));
  });
  afterAll(() => suite.close());

  async function start(options: Omit<ProbeOptions, 'env'>, env: Record<string, number> = {}): Promise<RunningService> {
    const service = await startProbe({
      ...options,
      env: suite.env({ KAFKA_HEARTBEAT_MS: 500, KAFKA_BATCH_MS: 50, ...env }),
    });
    running.push(service);
    return service;
  }

  const numbered = (topic: string, count: number, keys = 10): Outgoing[] =>
    Array.from({ length: count }, (_, i) => ({ topic, key: `k${i % keys}`, value: String(i) }));

  it('hands over every record in batches of one partition, in the order of each key, and commits what is settled', async () => {
    const topic = await suite.topic('ordered', 3);
    const seen: { key: string; value: number; partition: number }[] = [];
    let largest = 0;
    await start({
      group: 'ordered',
      topics: [topic],
      handle: (batch, { partition, topic: named }) => {
        expect(new Set(batch.map((record) => `${record.topic}/${record.partition}`))).toEqual(
          new Set([`${named}/${partition}`]),
        );
        largest = Math.max(largest, batch.length);
        for (const { key, value } of batch) seen.push({ key: String(key), value: Number(value), partition });
        return Promise.resolve(batch.map(() => kept));
      },
    });
    await suite.producer().send(numbered(topic, 3_000));
    await eventually(() => expect(seen).toHaveLength(3_000));
    for (let k = 0; k < 10; k++) {
      const values = seen.filter(({ key }) => key === `k${k}`).map(({ value }) => value);
      expect(values).toEqual(Array.from({ length: 300 }, (_, i) => i * 10 + k));
    }
    expect(largest).toBeGreaterThan(50);
    await eventually(async () => {
      const total = (await suite.committed('ordered', topic)).reduce((sum, offset) => sum + Math.max(offset, 0), 0);
      expect(total).toBe(3_000);
    });
  });

  it('sends a rejected record to the dead letters before it is passed over, and its neighbours go on', async () => {
    const topic = await suite.topic('with-bad-ones', 1);
    let handled = 0;
    await start({
      group: 'with-bad-ones',
      topics: [topic],
      handle: (batch) => {
        handled += batch.length;
        return Promise.resolve(
          batch.map(({ value }) => {
            if (String(value) === '3') {
              return rejected({ stage: 'validate', reason: 'SCHEMA_VIOLATION', message: 'is three' });
            }
            return String(value) === '4' ? dropped('is four') : kept;
          }),
        );
      },
    });
    await suite.producer().send(numbered(topic, 8, 2));
    await eventually(async () => expect(await suite.committed('with-bad-ones', topic)).toEqual([8]));
    expect(handled).toBe(8);
    const letters = (await suite.readAll('analytics.events.dlq.v1')).map(({ key, value }) => ({
      key,
      record: JSON.parse(value) as DeadLetterRecord,
    }));
    expect(letters).toHaveLength(1);
    expect(letters[0]!.key).toBe('k1');
    expect(letters[0]!.record).toMatchObject({
      reason_code: 'SCHEMA_VIOLATION',
      source: { topic, partition: 0, offset: '3' },
    });
    expect(Buffer.from(letters[0]!.record.raw_base64!, 'base64').toString()).toBe('3');
  });

  it('repeats in place what a handler throws on, skips nothing, and lets the other partition go on', async () => {
    const topic = await suite.topic('stumbling', 2);
    let failures = 0;
    let mended = false;
    const good: number[] = [];
    const repeated: string[][] = [];
    await start({
      group: 'stumbling',
      topics: [topic],
      handle: (batch, { partition, attempt }) => {
        if (partition === 1) good.push(...batch.map(({ value }) => Number(value)));
        else {
          repeated.push(batch.map(({ value }) => String(value)));
          expect(attempt).toBe(mended && failures === 0 ? 1 : failures + 1);
          if (!mended) {
            failures += 1;
            return Promise.reject(new Unavailable('the warehouse'));
          }
        }
        return Promise.resolve(batch.map(() => kept));
      },
    });
    const producer = suite.producer();
    await producer.send([0, 1, 2].map((value) => ({ topic, value: String(value), partition: 0 })));
    await eventually(() => expect(failures).toBeGreaterThan(2));
    await producer.send([10, 11, 12].map((value) => ({ topic, value: String(value), partition: 1 })));
    await eventually(() => expect(good).toEqual([10, 11, 12]));
    await eventually(async () => expect(await suite.committed('stumbling', topic)).toEqual([-1, 3]));
    mended = true;
    await eventually(async () => expect(await suite.committed('stumbling', topic)).toEqual([3, 3]));
    expect(new Set(repeated.map((values) => values.join()))).toEqual(new Set(['0,1,2']));
  });

  it('takes a wrong number of outcomes for a fault of the handler and settles nothing', async () => {
    const topic = await suite.topic('miscounting', 1);
    let tries = 0;
    let mended = false;
    await start({
      group: 'miscounting',
      topics: [topic],
      handle: (batch) => {
        tries += 1;
        return Promise.resolve(mended ? batch.map(() => kept) : []);
      },
    });
    await suite.producer().send([{ topic, value: 'a' }]);
    await eventually(() => expect(tries).toBeGreaterThan(1));
    expect(await suite.committed('miscounting', topic)).toEqual([-1]);
    mended = true;
    await eventually(async () => expect(await suite.committed('miscounting', topic)).toEqual([1]));
  });

  it('stays a member while a handler works for longer than the session time-out', async () => {
    const topic = await suite.topic('patient', 1);
    let calls = 0;
    let lost = false;
    await start(
      {
        group: 'patient',
        topics: [topic],
        handle: async (batch, { signal }) => {
          calls += 1;
          signal.addEventListener('abort', () => (lost = true));
          await sleep(SESSION_MS * 1.5);
          return batch.map(() => kept);
        },
      },
      { KAFKA_SESSION_TIMEOUT_MS: SESSION_MS },
    );
    await suite.producer().send([{ topic, value: 'slow' }]);
    await eventually(async () => expect(await suite.committed('patient', topic)).toEqual([1]));
    expect({ calls, lost }).toEqual({ calls: 1, lost: false });
  });

  it('picks up a topic that appears later and matches its pattern, without a restart', async () => {
    const first = await suite.topic('shop.games.v1', 1);
    const seen: string[] = [];
    await start(
      {
        group: 'pattern',
        topics: /^shop\.(?!internal)[a-z]+\.v1$/,
        handle: (batch) => {
          seen.push(...batch.map(({ topic, value }) => `${topic} ${String(value)}`));
          return Promise.resolve(batch.map(() => kept));
        },
      },
      { KAFKA_METADATA_REFRESH_MS: 500 },
    );
    const producer = suite.producer();
    await producer.send([{ topic: first, value: 'a' }]);
    await eventually(() => expect(seen).toEqual(['shop.games.v1 a']));
    await suite.topic('shop.internal.v1', 1);
    await suite.topic('shop.payments.v1', 1);
    await producer.send([
      { topic: 'shop.internal.v1', value: 'hidden' },
      { topic: 'shop.payments.v1', value: 'b' },
      { topic: first, value: 'c' },
    ]);
    await eventually(() =>
      expect([...seen].sort()).toEqual(['shop.games.v1 a', 'shop.games.v1 c', 'shop.payments.v1 b']),
    );
  });

  it('finishes and commits the batch in hand when the service stops', async () => {
    const topic = await suite.topic('stopping', 1);
    let began = false;
    const handled: string[] = [];
    const service = await start({
      group: 'stopping',
      topics: [topic],
      handle: async (batch) => {
        began = true;
        await sleep(1_000);
        handled.push(...batch.map(({ value }) => String(value)));
        return batch.map(() => kept);
      },
    });
    await suite.producer().send([{ topic, value: 'a' }]);
    await eventually(() => expect(began).toBe(true));
    await service.stop();
    expect(handled).toEqual(['a']);
    expect(await suite.committed('stopping', topic)).toEqual([1]);
  });

  it('keeps no more bytes in flight than allowed, by pausing, and still handles everything', async () => {
    const topic = await suite.topic('heavy', 2);
    const MIB = 1024 * 1024;
    let handled = 0;
    let most = 0;
    const inFlight = register.getSingleMetric('kafka_consumer_in_flight_bytes') as Gauge;
    await start(
      {
        group: 'heavy',
        topics: [topic],
        handle: async (batch) => {
          most = Math.max(most, (await inFlight.get()).values[0]!.value);
          await sleep(20);
          handled += batch.length;
          return batch.map(() => kept);
        },
      },
      { KAFKA_IN_FLIGHT_BYTES: 2 * MIB, KAFKA_FETCH_BYTES_PER_PARTITION: MIB, KAFKA_BATCH_ROWS: 4 },
    );
    const producer = suite.producer({ codec: 'none' });
    for (let i = 0; i < 40; i++) {
      await producer.send([0, 1].map((partition) => ({ topic, partition, value: Buffer.alloc(250_000, i) })));
    }
    await eventually(() => expect(handled).toBe(80));
    expect(most).toBeGreaterThan(MIB);
    expect(most).toBeLessThan(6 * MIB);
    await eventually(async () => expect((await inFlight.get()).values[0]!.value).toBe(0));
  });

  it('handles no more batches at a time than it may, and the ones that wait are nobody’s when it stops', async () => {
    const topic = await suite.topic('few-at-once', 6);
    let now = 0;
    let most = 0;
    let held = false;
    const handled: number[] = [];
    const service = await start({
      group: 'few-at-once',
      topics: [topic],
      batchesAtOnce: 2,
      handle: async (batch) => {
        most = Math.max(most, (now += 1));
        do await sleep(50);
        while (held);
        now -= 1;
        handled.push(...batch.map(({ value }) => Number(value)));
        return batch.map(() => kept);
      },
    });
    const producer = suite.producer();
    const toEach = (round: number) =>
      producer.send(Array.from({ length: 6 }, (_, partition) => ({ topic, partition, value: `${round + partition}` })));
    await toEach(0);
    await eventually(() => expect(handled.toSorted()).toEqual([0, 1, 2, 3, 4, 5]));
    held = true;
    await toEach(10);
    await eventually(() => expect(now).toBe(2));
    await sleep(500);
    const stopped = service.stop();
    // Until the stop has come to the consumers, past everything that stops before them.
    await sleep(2_000);
    held = false;
    await stopped;
    expect(most).toBe(2);
    expect(handled).toHaveLength(8);
    const committed = await suite.committed('few-at-once', topic);
    expect(committed.toSorted()).toEqual([1, 1, 1, 1, 2, 2]);
  });

  it('is ready once it is a member of its group', async () => {
    const topic = await suite.topic('ready', 1);
    const service = await start({
      group: 'ready',
      topics: [topic],
      handle: (batch) => Promise.resolve(batch.map(() => kept)),
    });
    await eventually(async () => {
      const answer = await fetch(`${service.managementUrl}/health/ready`);
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"kafka":{"status":"up"')]);
    });
    await eventually(async () => {
      const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
      expect(metrics).toContain('kafka_consumer_lag_seconds{group="ready",topic="ready",partition="0"} 0');
    });
  });
});
