import { suiteNamespace } from '@analytics/testing';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { KafkaUnavailable } from '../port/kafka-errors';

jest.setTimeout(60_000);

describe('the connection for questions', () => {
  let suite: KafkaSuite;

  beforeAll(async () => {
    suite = KafkaSuite.open(await suiteNamespace('infra-kafka-admin', { databases: [] }));
  });
  afterAll(() => suite.close());

  it('is away for who was asking when the question of another failed, and there again for the next', async () => {
    const topic = await suite.topic('asked-for', 3);
    let fail: (error: Error) => void = () => undefined;
    const asking = suite.admin.use(() => new Promise<never>((_, reject) => (fail = reject)));
    await expect(suite.admin.use(() => Promise.reject(new RangeError('its own')))).rejects.toThrow(RangeError);
    fail(new TypeError('of a client that was taken away'));
    await expect(asking).rejects.toBeInstanceOf(KafkaUnavailable);
    const [found] = await suite.admin.use(async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [suite.driver.named(topic)] });
      return topics;
    });
    expect(found!.partitions).toHaveLength(3);
  });
});
