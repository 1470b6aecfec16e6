import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { COLLECTED_TOPIC, TOPICS } from '@analytics/contracts';
import { KafkaConfig, provisionTopics } from '@analytics/infra-kafka';
import type { RunningService } from '@analytics/service-kit';
import { eventually, type PrivateStore, SeededRandom, sleep, startPrivateStore } from '@analytics/testing';
import { EventSink } from './event-sink';
import { Senders } from './fixtures/senders.fixture';
import { SpoolProcess } from './fixtures/spool-process-handle.fixture';
import { startReader, startSpoolService } from './fixtures/spool-service.fixture';
import { SpoolFull } from './spool-errors';
import { appended, spoolRecords } from './spool.metrics';

const KEYS = 20;
/** A broker that is only slow must be there in time. */
const DEADLINE_MS = 5_000;

const stored = async (): Promise<number> => (await appended.get()).values[0]?.value ?? 0;

describe('a sink with a spool', () => {
  let broker: PrivateStore<'kafka'>;
  let directory: string;
  let env: Record<string, string>;
  let names = 0;

  beforeAll(async () => {
    broker = await startPrivateStore('kafka');
  });
  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'spool-'));
    const topicPrefix = `spool-${(names += 1)}.`;
    const { brokers } = broker.connection;
    env = {
      KAFKA_BROKERS_ANALYTICS: brokers.join(),
      KAFKA_TOPIC_PREFIX_ANALYTICS: topicPrefix,
      KAFKA_SEND_DEADLINE_MS: String(DEADLINE_MS),
      INGESTION_SPOOL_DIRECTORY: directory,
      INGESTION_SPOOL_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    const config = Object.assign(new KafkaConfig(), { brokers: [...brokers], topicPrefix });
    await provisionTopics(
      config,
      TOPICS.filter(({ name }) => name === COLLECTED_TOPIC),
    );
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  afterAll(() => broker.stop());

  const ready = async ({ managementUrl }: RunningService): Promise<number> =>
    (await fetch(`${managementUrl}/health/ready`)).status;

  /** Every acknowledged value is in the topic, in the order in which its sender got the answers. */
  const expectAllInOrder = async (sent: readonly { key: string; value: string }[]): Promise<void> => {
    const reader = await startReader(env);
    const expected = new Map<string, string[]>();
    for (const { key, value } of sent) expected.set(key, [...(expected.get(key) ?? []), value]);
    const wanted = new Set(sent.map(({ value }) => value));
    /** Keys whose values are not all there, or not in this order. */
    const wrong = (): string[] =>
      [...expected].flatMap(([key, values]) => {
        const found = (reader.byKey.get(key) ?? []).filter((value) => wanted.has(value));
        const at = values.findIndex((value, index) => found[index] !== value);
        return at === -1 && found.length === values.length ? [] : [`${key}: ${values[at]}, found ${found[at]}`];
      });
    try {
      await eventually(() => expect(wrong()).toEqual([]), { withinMs: 120_000, everyMs: 250 });
    } finally {
      await reader.close();
    }
  };

  it('takes events while the broker is killed and has all of them in the topic, in order per key, when it is back', async () => {
    const service = await startSpoolService(env);
    const before = await stored();
    const senders = new Senders(service.app.get(EventSink), KEYS);
    await eventually(() => expect(senders.acknowledged.length).toBeGreaterThan(1_000));
    expect(await stored()).toBe(before);
    await broker.kill9();
    const atKill = senders.acknowledged.length;
    await eventually(() => expect(senders.acknowledged.length).toBeGreaterThan(atKill + 2_000));
    await eventually(async () => expect(await ready(service)).toBe(200));
    await broker.restart();
    const files = (): string[] => readdirSync(directory).filter((name) => name.endsWith('.segment'));
    await eventually(() => expect(files()).toEqual([]));
    const drained = await stored();
    const atEmpty = senders.acknowledged.length;
    await eventually(() => expect(senders.acknowledged.length).toBeGreaterThan(atEmpty + 1_000));
    await senders.stop();
    expect(await stored()).toBe(drained);
    expect(senders.refusals).toEqual([]);
    await service.close();
    await expectAllInOrder(senders.acknowledged);
  });

  it('answers in time while the broker takes connections and says nothing', async () => {
    const service = await startSpoolService(env);
    const ownStalls = monitorEventLoopDelay();
    ownStalls.enable();
    const senders = new Senders(service.app.get(EventSink), KEYS);
    await eventually(() => expect(senders.acknowledged.length).toBeGreaterThan(500));
    const spooled = await stored();
    broker.freeze();
    const before = senders.acknowledged.length;
    await eventually(() => expect(senders.acknowledged.length).toBeGreaterThan(before + 500));
    expect(await stored()).toBeGreaterThan(spooled);
    broker.thaw();
    await eventually(async () => expect((await spoolRecords.get()).values[0]!.value).toBe(0));
    await senders.stop();
    expect(senders.refusals).toEqual([]);
    // Nobody is answered while this process is not given the processor.
    expect(senders.slowestMs).toBeLessThan(DEADLINE_MS + 2_000 + 2 * (ownStalls.max / 1e6));
    await service.close();
    await expectAllInOrder(senders.acknowledged);
  });

  it('keeps the order of each key while the broker stops and goes on again and again', async () => {
    const service = await startSpoolService({ ...env, KAFKA_SEND_DEADLINE_MS: '150' });
    const before = await stored();
    const senders = new Senders(service.app.get(EventSink), KEYS);
    const random = new SeededRandom(4);
    for (let round = 0; round < 20; round++) {
      broker.freeze();
      await sleep(random.int(50, 400));
      broker.thaw();
      await sleep(random.int(20, 520));
    }
    await eventually(async () => expect((await spoolRecords.get()).values[0]!.value).toBe(0));
    await senders.stop();
    expect(await stored()).toBeGreaterThan(before + 100);
    expect(senders.refusals).toEqual([]);
    await service.close();
    await expectAllInOrder(senders.acknowledged);
  });

  it('gives up nothing when it is stopped while Kafka is away: the next start sends the rest', async () => {
    await broker.kill9();
    const service = await startSpoolService(env);
    const sink = service.app.get<EventSink>(EventSink);
    const sent = Array.from({ length: 200 }, (_, index) => ({ key: `key-${index % KEYS}`, value: `stop/${index}` }));
    const answers = sent.map(({ key, value }) => sink.send([{ topic: COLLECTED_TOPIC, key, value }]));
    await Promise.all(answers);
    await service.close();
    await broker.restart();
    const next = await startSpoolService(env);
    await eventually(async () => expect((await spoolRecords.get()).values[0]!.value).toBe(0));
    await next.close();
    await expectAllInOrder(sent);
  });

  it('has every acknowledged event in the topic after its process was killed with a full spool, and older ones first', async () => {
    const first = new SpoolProcess(env);
    await eventually(() => expect(first.acknowledged.length).toBeGreaterThan(500));
    await broker.kill9();
    const atKill = first.acknowledged.length;
    await eventually(() => expect(first.acknowledged.length).toBeGreaterThan(atKill + 1_000));
    await first.kill9();
    expect(readdirSync(directory).some((name) => name.endsWith('.segment'))).toBe(true);
    // The next process finds Kafka still away and what the first left behind.
    const service = await startSpoolService(env);
    const sink = service.app.get<EventSink>(EventSink);
    const later = first.acknowledged.slice(0, KEYS).map(({ key }) => ({ key, value: `${key}/after` }));
    for (const { key, value } of later) await sink.send([{ topic: COLLECTED_TOPIC, key, value }]);
    await broker.restart();
    await eventually(async () => expect((await spoolRecords.get()).values[0]!.value).toBe(0));
    await service.close();
    await expectAllInOrder([...first.acknowledged, ...unique(later)]);
  });

  it('refuses when the spool is full, is not ready before that, and goes on when Kafka is back', async () => {
    await broker.kill9();
    const service = await startSpoolService({
      ...env,
      INGESTION_SPOOL_BYTES: '1000000',
      INGESTION_SPOOL_SEGMENT_BYTES: '100000',
    });
    await eventually(async () => expect(await ready(service)).toBe(200));
    const senders = new Senders(service.app.get(EventSink), KEYS, undefined, 'x'.repeat(2_000));
    await eventually(() => expect(senders.refusals.length).toBeGreaterThan(0));
    expect(senders.refusals[0]).toBeInstanceOf(SpoolFull);
    await eventually(async () => expect(await ready(service)).toBe(503));
    await broker.restart();
    const before = senders.acknowledged.length;
    await eventually(() => expect(senders.acknowledged.length).toBeGreaterThan(before + 500));
    await eventually(async () => expect(await ready(service)).toBe(200));
    await senders.stop();
    await service.close();
    await expectAllInOrder(senders.acknowledged);
  });

  it('is refused by Kafka alone where no directory is given, and then is not ready without Kafka', async () => {
    const service = await startSpoolService({ ...env, INGESTION_SPOOL_DIRECTORY: '' });
    const sink = service.app.get<EventSink>(EventSink);
    await sink.send([{ topic: COLLECTED_TOPIC, key: 'k', value: 'v' }]);
    await broker.kill9();
    await expect(sink.send([{ topic: COLLECTED_TOPIC, key: 'k', value: 'w' }])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await eventually(async () => expect(await ready(service)).toBe(503));
    await broker.restart();
    await service.close();
  });
});

const unique = <T extends { readonly value: string }>(given: readonly T[]): T[] => [
  ...new Map(given.map((each) => [each.value, each])).values(),
];
