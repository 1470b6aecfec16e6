import type { TopicContract } from '@analytics/contracts';

export type TopicSetting = 'partitions' | 'replication' | TopicConfigName;
export type TopicConfigName =
  'retention.ms' | 'cleanup.policy' | 'max.message.bytes' | 'message.timestamp.type' | 'min.insync.replicas';

/** One difference between what a contract asks for and what the brokers have. */
export interface TopicDrift {
  readonly topic: string;
  readonly setting: TopicSetting;
  readonly expected: string;
  readonly actual: string;
  /** Whether this run has put it right. */
  readonly applied: boolean;
}

export interface TopicReport {
  readonly created: readonly string[];
  readonly unchanged: readonly string[];
  readonly drift: readonly TopicDrift[];
}

export interface TopicState {
  readonly partitions: number;
  readonly replication: number;
  readonly config: ReadonlyMap<string, string>;
}

export interface Durability {
  readonly replicationFactor: number;
  readonly minInSyncReplicas: number;
}

/** A contract in the broker's words. */
export function topicConfig(
  contract: TopicContract,
  { minInSyncReplicas }: Durability,
): Record<TopicConfigName, string> {
  return {
    'retention.ms': String(contract.retentionMs),
    'cleanup.policy': contract.cleanup,
    'max.message.bytes': String(contract.maxMessageBytes),
    'message.timestamp.type': contract.timestamp === 'log_append' ? 'LogAppendTime' : 'CreateTime',
    'min.insync.replicas': String(minInSyncReplicas),
  };
}

/** Every setting in which the topic differs from its contract. */
export function driftOf(contract: TopicContract, state: TopicState, durability: Durability): TopicDrift[] {
  const compared: [TopicSetting, string, string][] = [
    ['partitions', String(contract.partitions), String(state.partitions)],
    ['replication', String(durability.replicationFactor), String(state.replication)],
    ...Object.entries(topicConfig(contract, durability)).map(([name, value]): [TopicSetting, string, string] => [
      name as TopicConfigName,
      value,
      state.config.get(name) ?? '',
    ]),
  ];
  return compared
    .filter(([, expected, actual]) => expected !== actual)
    .map(([setting, expected, actual]) => ({ topic: contract.name, setting, expected, actual, applied: false }));
}
