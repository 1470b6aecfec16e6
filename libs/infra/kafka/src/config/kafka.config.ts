import { DLQ_TOPIC } from '@analytics/contracts';
import { Env } from '@analytics/service-kit';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
} from 'class-validator';

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof CODECS)[number];

const MIB = 1024 * 1024;

/** The part of a service's configuration that speaks of Kafka: where it is and the bound of everything that can grow. */
export class KafkaConfig {
  /** Brokers to begin with, as a comma separated list of host:port. */
  @Env('KAFKA_BROKERS_ANALYTICS', { yaml: 'kafka.brokers' })
  @IsArray()
  @ArrayNotEmpty()
  @Matches(/^\S+:\d+$/, { each: true })
  brokers: string[] = ['127.0.0.1:9092'];

  /** Name by which the brokers and the dead letters know this service. */
  @Env('KAFKA_CLIENT_ID_ANALYTICS', { yaml: 'kafka.client_id' })
  @IsString()
  @MinLength(1)
  clientId: string = 'analytics';

  /** Put before every topic and group name, so that several installations share one broker; empty in production. */
  @Env('KAFKA_TOPIC_PREFIX_ANALYTICS', { yaml: 'kafka.topic_prefix' })
  @Matches(/^[a-zA-Z0-9._-]*$/)
  topicPrefix: string = '';

  /** Whether the connection to the brokers is encrypted (TLS, certificates verified). */
  @Env('KAFKA_TLS_ANALYTICS', { yaml: 'kafka.tls' })
  @IsBoolean()
  tls: boolean = false;

  /** Longest wait for a connection to a broker, in milliseconds. */
  @Env('KAFKA_CONNECT_TIMEOUT_MS')
  @IsInt()
  @Min(100)
  connectTimeoutMs: number = 1_000;

  /** Longest wait for a broker's answer to one request, in milliseconds. */
  @Env('KAFKA_REQUEST_TIMEOUT_MS')
  @IsInt()
  @Min(500)
  requestTimeoutMs: number = 10_000;

  /** Age after which the list of topics and partitions is asked for again, in milliseconds; bounds how long a new topic stays unseen. */
  @Env('KAFKA_METADATA_REFRESH_MS')
  @IsInt()
  @Min(200)
  metadataRefreshMs: number = 30_000;

  /** How record batches are compressed: none, gzip, snappy, lz4 or zstd; every one of them is read. */
  @Env('KAFKA_CODEC')
  @IsIn(CODECS)
  codec: Codec = 'lz4';

  /** Longest a send may take before it is reported as unknown, in milliseconds. */
  @Env('KAFKA_SEND_DEADLINE_MS')
  @IsInt()
  @Min(100)
  sendDeadlineMs: number = 3_000;

  /** Longest a batch's send may go on without a record of it being acknowledged, in milliseconds: whoever waits for it would only send it again. */
  @Env('KAFKA_PATIENT_SEND_MS')
  @IsInt()
  @Min(100)
  patientSendMs: number = 60_000;

  /** Pause in which concurrent sends are collected into one request, in milliseconds; 0 collects what is there. */
  @Env('KAFKA_LINGER_MS')
  @IsInt()
  @Min(0)
  @Max(1_000)
  lingerMs: number = 0;

  /** Most bytes that may wait for an acknowledgement; a send above it is refused as unavailable. */
  @Env('KAFKA_PENDING_BYTES')
  @IsInt()
  @Min(MIB)
  pendingBytes: number = 64 * MIB;

  /** Most bytes of one partition in one produce request, before compression. */
  @Env('KAFKA_REQUEST_BYTES_PER_PARTITION')
  @IsInt()
  @Min(1_024)
  requestBytesPerPartition: number = MIB;

  /** Most records in one produce request; the driver groups a request in quadratic time, so a few thousand are the sensible end. */
  @Env('KAFKA_REQUEST_RECORDS')
  @IsInt()
  @Min(1)
  requestRecords: number = 2_000;

  /** Largest single record that is sent, in bytes; must fit the topics' own limit. */
  @Env('KAFKA_RECORD_BYTES')
  @IsInt()
  @Min(1_024)
  recordBytes: number = 2 * MIB - 4_096;

  /** After how much silence the group gives a consumer's partitions away, in milliseconds. */
  @Env('KAFKA_SESSION_TIMEOUT_MS')
  @IsInt()
  @Min(1_000)
  sessionTimeoutMs: number = 30_000;

  /** Pause between the heartbeats of a consumer, in milliseconds. */
  @Env('KAFKA_HEARTBEAT_MS')
  @IsInt()
  @Min(100)
  heartbeatMs: number = 3_000;

  /** How long the group waits for its members during a rebalance, in milliseconds. */
  @Env('KAFKA_REBALANCE_TIMEOUT_MS')
  @IsInt()
  @Min(1_000)
  rebalanceTimeoutMs: number = 60_000;

  /** Most bytes fetched of one partition at a time; at least twice the largest record. */
  @Env('KAFKA_FETCH_BYTES_PER_PARTITION')
  @IsInt()
  @Min(MIB)
  fetchBytesPerPartition: number = 5 * MIB;

  /** Most records handed to a handler at once. */
  @Env('KAFKA_BATCH_ROWS')
  @IsInt()
  @Min(1)
  batchRows: number = 50_000;

  /** Most bytes handed to a handler at once; one record may exceed it alone. */
  @Env('KAFKA_BATCH_BYTES')
  @IsInt()
  @Min(1_024)
  batchBytes: number = 16 * MIB;

  /** How long a batch stays open for more records, in milliseconds; 0 hands over what one fetch brought. */
  @Env('KAFKA_BATCH_MS')
  @IsInt()
  @Min(0)
  @Max(60_000)
  batchMs: number = 1_000;

  /** Most bytes fetched and not yet settled, over all consumers of the process; beyond it partitions are paused. */
  @Env('KAFKA_IN_FLIGHT_BYTES')
  @IsInt()
  @Min(MIB)
  inFlightBytes: number = 128 * MIB;

  /** First pause after a failure, in milliseconds; it doubles with each further failure, ±20 %. */
  @Env('KAFKA_BACK_OFF_FIRST_MS')
  @IsInt()
  @Min(1)
  backOffFirstMs: number = 100;

  /** Longest pause between two tries, in milliseconds. */
  @Env('KAFKA_BACK_OFF_MAX_MS')
  @IsInt()
  @Min(1)
  backOffMaxMs: number = 30_000;

  /** How long a consumer may have records waiting and fetch nothing before the process gives up, in milliseconds. */
  @Env('KAFKA_STALL_MS')
  @IsInt()
  @Min(1_000)
  stallMs: number = 60_000;

  /** How long a stopping consumer may take for the batch in hand, and a producer for what waits, in milliseconds. */
  @Env('KAFKA_SHUTDOWN_MS')
  @IsInt()
  @Min(0)
  shutdownMs: number = 10_000;

  /** Topic that takes the records a handler rejects. */
  @Env('KAFKA_DEAD_LETTER_TOPIC')
  @IsString()
  @MinLength(1)
  deadLetterTopic: string = DLQ_TOPIC;

  /** Key that seals what dead letters hold of people, 32 bytes in base64; without it that part is not kept at all. */
  @Env('DLQ_PAYLOAD_KEY', { yaml: 'kafka.dead_letter_key', secret: true })
  @Matches(/^$|^[A-Za-z0-9+/]{43}=$/, { message: '$property must be 32 bytes in base64' })
  deadLetterKey: string = '';

  /** Name of that key in the dead letters it sealed; a new key needs a new name. */
  @Env('DLQ_PAYLOAD_KEY_ID', { yaml: 'kafka.dead_letter_key_id' })
  @Matches(/^[\w.-]{1,64}$/)
  deadLetterKeyId: string = 'k1';

  /** Most partitions that provisioning gives a topic; few for a machine of few processors, as each is stored by inserts of its own. */
  @Env('KAFKA_PARTITIONS_MOST')
  @IsInt()
  @Min(1)
  partitionsMost: number = 1_000;

  /** Copies of each partition that provisioning asks for; 3 in production. */
  @Env('KAFKA_REPLICATION_FACTOR')
  @IsInt()
  @Min(1)
  replicationFactor: number = 1;

  /** Copies that must have a record before it counts as acknowledged; 2 in production. */
  @Env('KAFKA_MIN_IN_SYNC_REPLICAS')
  @IsInt()
  @Min(1)
  minInSyncReplicas: number = 1;

  /** Version of the running service, written into dead letters. */
  @Env('SERVICE_VERSION_ANALYTICS')
  @IsString()
  serviceVersion: string = '0.0.0';

  /** Commit the running service was built from, written into dead letters. */
  @Env('SERVICE_COMMIT_ANALYTICS')
  @IsString()
  serviceCommit: string = '';
}
