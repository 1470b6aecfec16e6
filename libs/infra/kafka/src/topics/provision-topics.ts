import type { TopicContract } from '@analytics/contracts';
import { type Admin, ConfigResourceTypes, type ITopicMetadata } from 'kafkajs';
import type { KafkaConfig } from '../config/kafka.config';
import { protocolCodeOf } from '../driver/driver-errors';
import { KafkaDriver } from '../driver/kafka-driver';
import { pause } from '../driver/waiting';
import { KafkaUnavailable } from '../port/kafka-errors';
import { driftOf, topicConfig, type TopicDrift, type TopicReport, type TopicState } from './topic-drift';

export interface ProvisionOptions {
  /** Put before every name; the configuration's prefix unless given. */
  readonly prefix?: string;
  /** Also put right what differs: settings, and partitions that are too few. Replication is only ever reported. */
  readonly apply?: boolean;
  /** Longest wait until every partition has a leader, in milliseconds. */
  readonly leaderTimeoutMs?: number;
}

const UNKNOWN_TOPIC = 3;
const SET_ON_TOPIC = 1;

/** Creates the topics that are missing and tells where the others differ from their contracts. */
export async function provisionTopics(
  config: KafkaConfig,
  contracts: readonly TopicContract[],
  { prefix = config.topicPrefix, apply = false, leaderTimeoutMs = 30_000 }: ProvisionOptions = {},
): Promise<TopicReport> {
  const named = contracts.map((contract) => ({
    ...contract,
    name: prefix + contract.name,
    partitions: Math.min(contract.partitions, config.partitionsMost),
  }));
  const admin = new KafkaDriver(config).kafka.admin();
  await admin.connect();
  try {
    const created = await createMissing(admin, named, config);
    await untilLed(admin, named, performance.now() + leaderTimeoutMs);
    const existing = named.filter(({ name }) => !created.includes(name));
    const states = await statesOf(admin, existing);
    const drift = existing.flatMap((contract) => driftOf(contract, states.get(contract.name)!, config));
    const reported = apply ? await putRight(admin, existing, drift, config) : drift;
    const drifting = new Set(drift.map(({ topic }) => topic));
    return {
      created,
      unchanged: existing.map(({ name }) => name).filter((name) => !drifting.has(name)),
      drift: reported,
    };
  } finally {
    await admin.disconnect();
  }
}

async function createMissing(
  admin: Admin,
  contracts: readonly TopicContract[],
  config: KafkaConfig,
): Promise<string[]> {
  const present = new Set(await admin.listTopics());
  const missing = contracts.filter(({ name }) => !present.has(name));
  if (missing.length === 0) return [];
  // Leaders are waited for below: the driver's own wait may fail with "unknown topic" although the topic was created.
  // Topics that another process has created meanwhile are left out of the request's failure by the driver.
  await admin.createTopics({
    waitForLeaders: false,
    topics: missing.map((contract) => ({
      topic: contract.name,
      numPartitions: contract.partitions,
      replicationFactor: config.replicationFactor,
      configEntries: Object.entries(topicConfig(contract, config)).map(([name, value]) => ({ name, value })),
    })),
  });
  return missing.map(({ name }) => name);
}

async function untilLed(admin: Admin, contracts: readonly TopicContract[], deadline: number): Promise<void> {
  for (;;) {
    const topics = await metadataOf(admin, contracts);
    const led = (topic: ITopicMetadata): boolean => topic.partitions.every(({ leader }) => leader >= 0);
    if (topics.length === contracts.length && topics.every(led)) return;
    if (performance.now() > deadline) throw new KafkaUnavailable('unknown');
    await pause(100);
  }
}

async function metadataOf(admin: Admin, contracts: readonly TopicContract[]): Promise<ITopicMetadata[]> {
  if (contracts.length === 0) return [];
  try {
    return (await admin.fetchTopicMetadata({ topics: contracts.map(({ name }) => name) })).topics;
  } catch (error) {
    if (protocolCodeOf(error) === UNKNOWN_TOPIC) return [];
    throw error;
  }
}

async function statesOf(admin: Admin, contracts: readonly TopicContract[]): Promise<Map<string, TopicState>> {
  if (contracts.length === 0) return new Map();
  const metadata = await metadataOf(admin, contracts);
  const resources = contracts.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  return new Map(
    metadata.map(({ name, partitions }) => {
      const entries = described.resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      const config = new Map(entries.map((entry) => [entry.configName, entry.configValue]));
      return [name, { partitions: partitions.length, replication: partitions[0]?.replicas.length ?? 0, config }];
    }),
  );
}

async function putRight(
  admin: Admin,
  contracts: readonly TopicContract[],
  drift: readonly TopicDrift[],
  config: KafkaConfig,
): Promise<TopicDrift[]> {
  const applied: TopicDrift[] = [];
  for (const contract of contracts) {
    const own = drift.filter(({ topic }) => topic === contract.name);
    const canApply = ({ setting, expected, actual }: TopicDrift): boolean =>
      setting === 'partitions' ? Number(expected) > Number(actual) : setting !== 'replication';
    const chosen = own.filter(canApply);
    if (chosen.some(({ setting }) => setting === 'partitions')) {
      await admin.createPartitions({ topicPartitions: [{ topic: contract.name, count: contract.partitions }] });
    }
    if (chosen.some(({ setting }) => setting !== 'partitions')) await alterConfig(admin, contract, config);
    applied.push(...own.map((entry) => ({ ...entry, applied: chosen.includes(entry) })));
  }
  return applied;
}

/** The request replaces all settings of a topic, so what others have set on it is sent along. */
async function alterConfig(admin: Admin, contract: TopicContract, config: KafkaConfig): Promise<void> {
  const resource = { type: ConfigResourceTypes.TOPIC, name: contract.name };
  const described = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
  const present = described.resources[0]!.configEntries.filter((entry) => Number(entry.configSource) === SET_ON_TOPIC);
  const wanted = new Map(present.map(({ configName, configValue }) => [configName, configValue]));
  for (const [name, value] of Object.entries(topicConfig(contract, config))) wanted.set(name, value);
  const configEntries = [...wanted].map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
}
