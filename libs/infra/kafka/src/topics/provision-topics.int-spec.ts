import { eventually, suiteNamespace } from '@analytics/testing';
import { COLLECTED_TOPIC, DLQ_TOPIC, type TopicContract, TOPICS } from '@analytics/contracts';
import type { KafkaConfig } from '../config/kafka.config';
import { KafkaSuite } from '../fixtures/kafka-suite.fixture';
import { provisionTopics } from './provision-topics';

const EXAMPLE: TopicContract = {
  name: 'example.v1',
  partitions: 2,
  retentionMs: 3_600_000,
  cleanup: 'compact',
  maxMessageBytes: 1_000_000,
  timestamp: 'log_append',
};

describe('topic provisioning on a real broker', () => {
  let suite: KafkaSuite;

  beforeAll(async () => {
    suite = KafkaSuite.open(await suiteNamespace('infra-kafka-provision', { databases: [] }));
  });
  afterAll(() => suite.close());

  it('creates every topic of the contracts as described, and has nothing to do the second time', async () => {
    const names = TOPICS.map(({ name }) => suite.driver.named(name));
    expect(await provisionTopics(suite.config, TOPICS)).toEqual({ created: names, unchanged: [], drift: [] });
    await eventually(async () =>
      expect(await provisionTopics(suite.config, TOPICS)).toEqual({ created: [], unchanged: names, drift: [] }),
    );
    const place = await suite.producer().send([{ topic: COLLECTED_TOPIC, value: 'x' }]);
    expect(place).toHaveLength(1);
  });

  it('creates what is missing beside what is there', async () => {
    await suite.topic('fresh.a', 2);
    const report = await provisionTopics(suite.config, [
      { ...EXAMPLE, name: 'fresh.a' },
      { ...EXAMPLE, name: 'fresh.b' },
    ]);
    expect(report.created).toEqual([suite.driver.named('fresh.b')]);
  });

  it('gives a topic fewer partitions than its contract where the installation wants fewer', async () => {
    const few = Object.assign(Object.create(suite.config) as KafkaConfig, { partitionsMost: 1 });
    const contract = { ...EXAMPLE, name: 'few.v1' };
    const topic = suite.driver.named(contract.name);
    expect(await provisionTopics(few, [contract])).toEqual({ created: [topic], unchanged: [], drift: [] });
    expect(await provisionTopics(few, [contract])).toEqual({ created: [], unchanged: [topic], drift: [] });
    const [drift] = (await provisionTopics(suite.config, [contract])).drift;
    expect(drift).toEqual({ topic, setting: 'partitions', expected: '2', actual: '1', applied: false });
  });

  it('reports where a topic differs and changes nothing unless told to', async () => {
    await provisionTopics(suite.config, [EXAMPLE]);
    const other: TopicContract = { ...EXAMPLE, partitions: 3, retentionMs: 7_200_000, cleanup: 'delete' };
    const topic = suite.driver.named(EXAMPLE.name);
    const drift = [
      { topic, setting: 'partitions', expected: '3', actual: '2', applied: false },
      { topic, setting: 'retention.ms', expected: '7200000', actual: '3600000', applied: false },
      { topic, setting: 'cleanup.policy', expected: 'delete', actual: 'compact', applied: false },
    ];
    expect((await provisionTopics(suite.config, [other])).drift).toEqual(drift);
    expect((await provisionTopics(suite.config, [other])).drift).toEqual(drift);
  });

  it('puts differences right when told to, keeps foreign settings, and never takes partitions away', async () => {
    await suite.topic('apply.v1', 3, { 'segment.bytes': '104857600', 'retention.ms': '1000' });
    const contract = { ...EXAMPLE, name: 'apply.v1', partitions: 4 };
    const first = await provisionTopics(suite.config, [contract], { apply: true });
    expect(first.drift.length).toBeGreaterThan(3);
    expect(first.drift.every(({ applied }) => applied)).toBe(true);
    // A broker hears of what was changed a moment after it was accepted.
    await eventually(async () => expect((await provisionTopics(suite.config, [contract])).drift).toEqual([]));
    const [kept] = (
      await suite.admin.use((admin) =>
        admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: 2, name: suite.driver.named('apply.v1') }],
        }),
      )
    ).resources;
    expect(kept!.configEntries.find(({ configName }) => configName === 'segment.bytes')!.configValue).toBe('104857600');
    const fewer = await provisionTopics(suite.config, [{ ...contract, partitions: 1 }], { apply: true });
    expect(fewer.drift).toEqual([
      { topic: suite.driver.named('apply.v1'), setting: 'partitions', expected: '1', actual: '4', applied: false },
    ]);
  });

  it('may be run by several processes at once', async () => {
    const contracts = ['race.a', 'race.b'].map((name) => ({ ...EXAMPLE, name }));
    const reports = await Promise.all([1, 2, 3].map(() => provisionTopics(suite.config, contracts)));
    expect(reports.flatMap(({ drift }) => drift)).toEqual([]);
    expect(reports.some(({ created }) => created.length > 0)).toBe(true);
  });

  it('takes the prefix it is given', async () => {
    const prefix = `${suite.config.topicPrefix}other.`;
    const dlq = TOPICS.filter(({ name }) => name === DLQ_TOPIC);
    expect((await provisionTopics(suite.config, dlq, { prefix })).created).toEqual([prefix + DLQ_TOPIC]);
  });
});
