import { monitorEventLoopDelay } from 'node:perf_hooks';
import { eventually, sleep, startPrivateStore, type PrivateStore } from '@analytics/testing';
import { Unavailable } from '@analytics/domain';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { startProbe } from '../fixtures/probe-service.fixture';
import { kept } from '../lane/outcome';

describe('a broker that is killed', () => {
  let store: PrivateStore<'kafka'>;
  let suite: KafkaSuite;

  beforeAll(async () => {
    store = await startPrivateStore('kafka');
    suite = KafkaSuite.open({ kafka: store.connection, topicPrefix: '' });
  });
  afterAll(async () => {
    await suite.close();
    await store.stop();
  });

  it('loses nothing acknowledged; sends are unavailable meanwhile; producer and consumer come back by themselves', async () => {
    const topic = await suite.topic('survivors', 2);
    const consumed = new Set<string>();
    const service = await startProbe({
      group: 'survivors',
      topics: [topic],
      env: suite.env({ KAFKA_BATCH_MS: 50, KAFKA_SESSION_TIMEOUT_MS: 6_000, KAFKA_HEARTBEAT_MS: 500 }),
      handle: (batch) => {
        for (const { value } of batch) consumed.add(String(value));
        return Promise.resolve(batch.map(() => kept));
      },
    });
    const { sendDeadlineMs } = suite.config;
    const producer = suite.producer({ sendDeadlineMs });
    const ownStalls = monitorEventLoopDelay();
    ownStalls.enable();
    const acknowledged: string[] = [];
    const failures: unknown[] = [];
    const slowest = { ms: 0 };
    let sending = true;
    const send = async (value: string): Promise<void> => {
      const started = performance.now();
      try {
        await producer.send([{ topic, key: value, value }]);
        acknowledged.push(value);
      } catch (error) {
        failures.push(error);
      }
      slowest.ms = Math.max(slowest.ms, performance.now() - started);
    };
    const flow = (async () => {
      const open: Promise<void>[] = [];
      for (let i = 0; sending; i++) {
        open.push(send(`v${i}`));
        await sleep(5);
      }
      await Promise.all(open);
    })();
    await eventually(() => expect(consumed.size).toBeGreaterThan(100));
    await store.kill9();
    await eventually(() => expect(failures.length).toBeGreaterThan(50));
    await eventually(async () => expect((await fetch(`${service.managementUrl}/health/ready`)).status).toBe(503));
    const before = acknowledged.length;
    await store.restart();
    await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 100));
    await eventually(async () => expect((await fetch(`${service.managementUrl}/health/ready`)).status).toBe(200));
    sending = false;
    await flow;
    expect(failures.filter((error) => !(error instanceof Unavailable))).toEqual([]);
    // A send cannot be told of its end while this process is not given the processor.
    expect(slowest.ms).toBeLessThan(2 * sendDeadlineMs + 2 * (ownStalls.max / 1e6));
    const written = new Set((await suite.readAll(topic)).map(({ value }) => value));
    expect(acknowledged.filter((value) => !written.has(value))).toEqual([]);
    await eventually(() => expect(acknowledged.filter((value) => !consumed.has(value))).toEqual([]));
    await service.close();
  });
});
