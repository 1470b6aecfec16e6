import { eventually, suiteNamespace } from '@analytics/testing';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { KafkaRanges } from './kafka-ranges';
import { PartitionUnknown, RangeBeyondEnd, RangeExpired, RangeTooLarge } from './range-errors';

describe('ranges of offsets of a real broker', () => {
  let suite: KafkaSuite;
  let ranges: KafkaRanges;
  let topic: string;

  beforeAll(async () => {
    suite = KafkaSuite.open(await suiteNamespace('infra-kafka-ranges', { databases: [] }));
    ranges = new KafkaRanges(suite.driver, suite.admin);
    topic = await suite.topic('numbers', 2);
    const records = Array.from({ length: 5_000 }, (_, index) => ({
      topic,
      partition: index % 2,
      key: `k${index}`,
      value: `${index}:${'x'.repeat(500)}`,
      headers: { number: String(index) },
    }));
    await suite.producer().send(records);
  });
  afterAll(() => suite.close());

  const numbersOf = (records: readonly { headers: Readonly<Record<string, string>> }[]) =>
    records.map(({ headers }) => Number(headers['number']));

  it('know what a partition holds', async () => {
    expect(await ranges.watermarks(topic, 1)).toEqual({ low: 0n, high: 2_500n });
    const both = [0, 1].map((partition) => [partition, { low: 0n, high: 2_500n }] as const);
    expect(await ranges.allWatermarks(topic)).toEqual(new Map(both));
    await expect(ranges.watermarks(topic, 2)).rejects.toBeInstanceOf(PartitionUnknown);
  });

  it('are known although the connection is taken away by the failure of another question meanwhile', async () => {
    const asking = ranges.watermarks(topic, 0);
    await expect(suite.admin.use(() => Promise.reject(new RangeError('its own')))).rejects.toThrow(RangeError);
    expect(await asking).toEqual({ low: 0n, high: 2_500n });
  });

  it('are read exactly, with everything a record has, and again the same', async () => {
    const range = { topic, partition: 1, from: 700n, to: 1_699n };
    const records = await ranges.read(range);
    expect(numbersOf(records)).toEqual(Array.from({ length: 1_000 }, (_, index) => (700 + index) * 2 + 1));
    expect(records[0]).toMatchObject({ topic, partition: 1, offset: 700n, key: Buffer.from('k1401') });
    expect(await ranges.read(range)).toEqual(records);
    expect(await ranges.read({ ...range, from: 2_499n, to: 2_499n })).toHaveLength(1);
    expect(await ranges.read({ ...range, from: 0n, to: 2_499n })).toHaveLength(2_500);
  });

  it('are never given in part, unless a part was asked for', async () => {
    const range = { topic, partition: 0, from: 10n, to: 2_499n };
    await expect(ranges.read(range, { maxBytes: 100_000 })).rejects.toBeInstanceOf(RangeTooLarge);
    const some = await ranges.readSome(range, { maxBytes: 100_000 });
    expect(some.length).toBeGreaterThan(100);
    expect(some.length).toBeLessThan(200);
    expect(some[0]!.offset).toBe(10n);
    expect(await ranges.readSome(range, { maxBytes: 1 })).toHaveLength(1);
    expect(await ranges.readSome({ ...range, to: 12n })).toHaveLength(3);
  });

  it('that are not there yet are refused', async () => {
    const beyond = ranges.read({ topic, partition: 0, from: 2_400n, to: 2_500n });
    await expect(beyond).rejects.toMatchObject({ high: 2_500n });
    await expect(beyond).rejects.toBeInstanceOf(RangeBeyondEnd);
  });

  it('that expired are refused, and what is left is read', async () => {
    const old = await suite.topic('old', 1);
    await suite.producer().send(Array.from({ length: 20 }, (_, index) => ({ topic: old, value: String(index) })));
    await suite.admin.use((admin) =>
      admin.deleteTopicRecords({ topic: suite.driver.named(old), partitions: [{ partition: 0, offset: '7' }] }),
    );
    await eventually(async () => expect((await ranges.watermarks(old, 0)).low).toBe(7n));
    const expired = ranges.read({ topic: old, partition: 0, from: 6n, to: 10n });
    await expect(expired).rejects.toBeInstanceOf(RangeExpired);
    await expect(expired).rejects.toMatchObject({ low: 7n });
    expect(await ranges.read({ topic: old, partition: 0, from: 7n, to: 10n })).toHaveLength(4);
  });

  it('leave no group behind', async () => {
    await ranges.read({ topic, partition: 0, from: 0n, to: 1n });
    const groups = await suite.admin.use((admin) => admin.listGroups());
    expect(groups.groups.filter(({ groupId }) => groupId.startsWith(suite.driver.named('ranges.')))).toEqual([]);
  });
});
