import { eventually, suiteNamespace } from '@analytics/testing';
import { register } from 'prom-client';
import { CODECS } from '../config/kafka.config';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { KafkaUnavailable, RecordTooLarge } from '../port/kafka-errors';
import type { Outgoing } from '../port/kafka-records';

async function requests(): Promise<number> {
  const { values } = (await register.getSingleMetric('kafka_producer_request_seconds')!.get()) as {
    values: { metricName?: string; value: number }[];
  };
  return values.find(({ metricName }) => metricName?.endsWith('_count'))!.value;
}

describe('the producer on a real broker', () => {
  let suite: KafkaSuite;

  beforeAll(async () => {
    suite = KafkaSuite.open(await suiteNamespace('infra-kafka-producer', { databases: [] }));
  });
  afterAll(() => suite.close());

  it('takes a send at once in whatever turn after an answer it comes', async () => {
    const topic = await suite.topic('turns', 1);
    const producer = suite.producer({ sendDeadlineMs: 150_000 });
    await producer.send([{ topic, value: 'first' }]);
    const began = performance.now();
    for (let turns = 0; turns < 20; turns += 1) {
      await producer.send([{ topic, value: 'before' }]);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      await producer.send([{ topic, value: 'after' }]);
    }
    // One that nobody noticed would wait for its deadline.
    expect(performance.now() - began).toBeLessThan(120_000);
  });

  it('tells where each record is: one partition per key, offsets in the order of sending', async () => {
    const topic = await suite.topic('keys', 4);
    const records = Array.from({ length: 2_500 }, (_, i): Outgoing => ({ topic, key: `k${i % 20}`, value: String(i) }));
    const sent = await suite.producer().send(records);
    const written = await suite.readAll(topic);
    expect(written).toHaveLength(2_500);
    const byPlace = new Map<string, string>();
    const nextOffset = [0, 0, 0, 0];
    for (const { partition, value } of written) byPlace.set(`${partition}/${nextOffset[partition]!++}`, value);
    expect(sent.map(({ partition, offset }) => byPlace.get(`${partition}/${offset}`))).toEqual(
      records.map(({ value }) => value),
    );
    for (let k = 0; k < 20; k++) {
      const own = sent.filter((_, i) => i % 20 === k);
      expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
      expect([...own].sort((a, b) => Number(a.offset - b.offset))).toEqual(own);
    }
  });

  it('spreads records without a key over all partitions', async () => {
    const topic = await suite.topic('keyless', 3);
    const sent = await suite.producer().send(Array.from({ length: 300 }, () => ({ topic, value: 'x' })));
    const counts = [0, 1, 2].map((partition) => sent.filter((place) => place.partition === partition).length);
    expect(counts).toEqual([100, 100, 100]);
  });

  it('takes many small sends in few requests and answers each of them', async () => {
    const topic = await suite.topic('many', 2);
    const producer = suite.producer();
    await producer.send([{ topic, value: 'first' }]);
    const before = await requests();
    await Promise.all(
      Array.from({ length: 3_000 }, (_, i) => producer.send([{ topic, key: `k${i}`, value: String(i) }])),
    );
    expect((await requests()) - before).toBeLessThan(30);
    expect(await suite.readAll(topic)).toHaveLength(3_001);
  });

  it('takes a patient batch for as long as it goes on, and lets who owes an answer pass it', async () => {
    const topic = await suite.topic('patience', 1);
    // Ten requests a second apart take longer than any one may.
    const producer = suite.producer({
      requestRecords: 1,
      lingerMs: 1_000,
      sendDeadlineMs: 8_000,
      patientSendMs: 8_000,
    });
    await producer.send([{ topic, value: 'first' }]);
    let isDone = false;
    const batch = Array.from({ length: 10 }, (_, i): Outgoing => ({ topic, value: String(i) }));
    const sending = producer.send(batch, { patient: true }).then((sent) => {
      isDone = true;
      return sent;
    });
    await producer.send([{ topic, value: 'prompt' }]);
    expect(isDone).toBe(false);
    await expect(sending).resolves.toHaveLength(10);
    expect(await suite.readAll(topic)).toHaveLength(12);
  });

  it('keeps keys, headers, tombstones and given times', async () => {
    const topic = await suite.topic('shapes', 1);
    await suite.producer().send([
      { topic, key: 'k', value: Buffer.from('v'), headers: { ce_type: 'x' }, timestampMs: Date.now() - 60_000 },
      { topic, key: 'k', value: null },
    ]);
    expect((await suite.readAll(topic)).map(({ key, value }) => [key, value])).toEqual([
      ['k', 'v'],
      ['k', 'null'],
    ]);
  });

  it('refuses a record the topic is too small for, and only that one', async () => {
    const topic = await suite.topic('small', 1, { 'max.message.bytes': '20000' });
    const producer = suite.producer({ codec: 'none' });
    const small = (value: string) => producer.send([{ topic, value }]);
    const answers = await Promise.allSettled([
      small('a'),
      producer.send([{ topic, value: Buffer.alloc(50_000, 1) }]),
      small('b'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((answers[1] as PromiseRejectedResult).reason).toBeInstanceOf(RecordTooLarge);
    expect((await suite.readAll(topic)).map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it('refuses a record above its own bound before it is sent', async () => {
    const topic = await suite.topic('bound', 1);
    const sending = suite.producer({ recordBytes: 2_000 }).send([{ topic, value: Buffer.alloc(3_000) }]);
    await expect(sending).rejects.toBeInstanceOf(RecordTooLarge);
  });

  it('refuses what would exceed the bytes that may wait, and takes it once there is room', async () => {
    const topic = await suite.topic('room', 1);
    const producer = suite.producer({ pendingBytes: 1024 * 1024 });
    const large = [{ topic, value: Buffer.alloc(700_000, 7) }];
    const first = producer.send(large);
    await expect(producer.send(large)).rejects.toMatchObject({ kind: 'unavailable', outcome: 'not_sent' });
    await first;
    await expect(producer.send(large)).resolves.toHaveLength(1);
  });

  it('reports a topic that is not there as unavailable at the deadline, and delivers once it was made', async () => {
    const producer = suite.producer({ sendDeadlineMs: 500 });
    const record = [{ topic: 'later', value: 'x' }];
    const failure = await producer.send(record).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KafkaUnavailable);
    expect(failure).toMatchObject({ outcome: 'not_sent' });
    await suite.topic('later', 1);
    await eventually(() => producer.send(record));
    expect((await suite.readAll('later')).length).toBeGreaterThan(0);
  });

  it('delivers what is pending when it closes and refuses what comes later', async () => {
    const topic = await suite.topic('closing', 1);
    const producer = suite.producer({ lingerMs: 200 });
    const pending = producer.send([{ topic, value: 'last' }]);
    await producer.close();
    await expect(pending).resolves.toHaveLength(1);
    await expect(producer.send([{ topic, value: 'late' }])).rejects.toMatchObject({ outcome: 'not_sent' });
  });

  it.each(CODECS)('writes and reads %s', async (codec) => {
    const topic = await suite.topic(`codec-${codec}`, 1);
    const value = 'события игры '.repeat(200);
    await suite.producer({ codec }).send([
      { topic, value },
      { topic, value: 'next' },
    ]);
    expect((await suite.readAll(topic)).map((read) => read.value)).toEqual([value, 'next']);
  });
});
