/** A topic as data: provisioning makes it so, and reports where a broker differs. */
export interface TopicContract {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly cleanup: 'delete' | 'compact';
  readonly maxMessageBytes: number;
  /** Who stamps the time of a record: the broker on what we receive ourselves, the producer elsewhere. */
  readonly timestamp: 'log_append' | 'create';
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MIB = 1024 * 1024;

export const COLLECTED_TOPIC = 'analytics.events.collected.v1';
export const VALIDATED_TOPIC = 'analytics.events.validated.v1';
export const DLQ_TOPIC = 'analytics.events.dlq.v1';
/** Wishes for runs of pipelines, see `PipelineJob`. */
export const PIPELINE_JOBS_TOPIC = 'analytics.jobs.pipelines.v1';
export const PLATFORM_TOPIC = 'com.platform.analytics.events.v1';

/** Topics of the platform's own services; a new domain is picked up when its topic appears. */
export const PLATFORM_EVENTS_PATTERN = /^com\.platform\.(?!analytics\.)[a-z]+\.events\.v1$/;

/** The topic that a service of the platform makes for the events of its domain. */
export const domainTopic = (domain: string): TopicContract => ({
  name: `com.platform.${domain}.events.v1`,
  partitions: 6,
  retentionMs: 14 * DAY_MS,
  cleanup: 'delete',
  maxMessageBytes: 2 * MIB,
  timestamp: 'create',
});

export const TOPICS: readonly TopicContract[] = [
  {
    name: COLLECTED_TOPIC,
    partitions: 6,
    retentionMs: 7 * DAY_MS,
    cleanup: 'delete',
    maxMessageBytes: 2 * MIB,
    timestamp: 'log_append',
  },
  {
    name: VALIDATED_TOPIC,
    partitions: 6,
    retentionMs: 14 * DAY_MS,
    cleanup: 'delete',
    maxMessageBytes: 2 * MIB,
    timestamp: 'create',
  },
  {
    name: DLQ_TOPIC,
    partitions: 3,
    retentionMs: 14 * DAY_MS,
    cleanup: 'delete',
    maxMessageBytes: 2 * MIB,
    timestamp: 'create',
  },
  {
    name: PLATFORM_TOPIC,
    partitions: 3,
    retentionMs: 14 * DAY_MS,
    cleanup: 'delete',
    maxMessageBytes: 2 * MIB,
    timestamp: 'create',
  },
  {
    name: PIPELINE_JOBS_TOPIC,
    partitions: 1,
    retentionMs: 7 * DAY_MS,
    cleanup: 'delete',
    maxMessageBytes: MIB,
    timestamp: 'create',
  },
];
