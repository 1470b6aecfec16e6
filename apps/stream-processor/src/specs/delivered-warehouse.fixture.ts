import { DLQ_TOPIC, TOPICS, VALIDATED_TOPIC } from '@analytics/contracts';
import {
  ClickHouse,
  ClickHouseConfig,
  ClickHouseMigrations,
  DerivedFacts,
  MartRebuild,
} from '@analytics/infra-clickhouse';
import {
  KafkaBatchTransport,
  KafkaConfig,
  KafkaPort,
  KafkaRanges,
  provisionTopics,
  type Sent,
} from '@analytics/infra-kafka';
import { PostgresConfig, PostgresMigrations, ProgressLedger } from '@analytics/infra-postgres';
import { createService, type RunningService } from '@analytics/service-kit';
import { type Delivery, eventually, PATIENT_STORES, type SuiteNamespace, suiteNamespace } from '@analytics/testing';
import { AppModule } from '../app.module';
import { StreamProcessorConfig } from '../config';
import { WAREHOUSE_SINK } from '../warehouse/protocol/range-sink';

const SENT_TOGETHER = 500;
const PARTITIONS = 3;

/** The stream processor over real stores, and a warehouse that nobody else writes to. */
export class DeliveredWarehouse {
  private constructor(
    readonly space: SuiteNamespace,
    private readonly service: RunningService,
  ) {}

  static async open(name: string): Promise<DeliveredWarehouse> {
    const space = await suiteNamespace(name);
    await migrate(space);
    const config = Object.assign(new KafkaConfig(), {
      brokers: [...space.kafka.brokers],
      topicPrefix: space.topicPrefix,
    });
    const topics = TOPICS.filter((topic) => topic.name === VALIDATED_TOPIC || topic.name === DLQ_TOPIC);
    await provisionTopics(
      config,
      topics.map((topic) => ({ ...topic, partitions: PARTITIONS })),
      { apply: true },
    );
    const service = await createService({
      name: 'reference',
      module: AppModule,
      config: StreamProcessorConfig,
      transports: [KafkaBatchTransport],
      env: envOf(space),
      logTo: { write: () => undefined },
    });
    return new DeliveredWarehouse(space, service);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.space.dispose();
  }

  /** Resolves when the sink says that it has stored all of it. */
  async deliver(deliveries: readonly Delivery[]): Promise<void> {
    const kafka = this.service.app.get(KafkaPort, { strict: false });
    const ends = new Map<number, bigint>();
    for (let from = 0; from < deliveries.length; from += SENT_TOGETHER) {
      const records = deliveries.slice(from, from + SENT_TOGETHER).map(({ partitionKey, event }) => ({
        topic: VALIDATED_TOPIC,
        key: partitionKey,
        value: JSON.stringify(event),
      }));
      for (const { partition, offset } of (await kafka.send(records)) as Sent[]) ends.set(partition, offset + 1n);
    }
    await eventually(() => this.hasStored(ends), { withinMs: 600_000, everyMs: 200 });
  }

  async deadLetters(): Promise<number> {
    const ranges = this.service.app.get(KafkaRanges, { strict: false });
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ranges.watermarks(DLQ_TOPIC, partition));
    return (await Promise.all(partitions)).reduce((total, { low, high }) => total + Number(high - low), 0);
  }

  recomputeDerived(): Promise<unknown> {
    return this.derived().recomputeAll({ from: new Date(0), until: new Date('2100-01-01') });
  }

  async rebuildMarts(): Promise<void> {
    const rebuild = new MartRebuild(this.clickhouse(), (_does, work) => work(new AbortController().signal), {});
    for (const partition of await rebuild.partitions()) await rebuild.rebuild(partition);
  }

  async truncate(...tables: readonly string[]): Promise<void> {
    const { url, username, password, database } = this.space.clickhouse;
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password };
    for (const table of tables) {
      const answer = await fetch(url, { method: 'POST', body: `TRUNCATE TABLE ${database}.${table}`, headers });
      if (!answer.ok) throw new Error(`${table}: ${await answer.text()}`);
    }
  }

  private async hasStored(ends: ReadonlyMap<number, bigint>): Promise<boolean> {
    const ledger = this.service.app.get(ProgressLedger, { strict: false });
    const next = await ledger.nextOffsets(WAREHOUSE_SINK, VALIDATED_TOPIC);
    return [...ends].every(([partition, end]) => (next.get(partition) ?? 0n) >= end);
  }

  private clickhouse(): ClickHouse {
    return this.service.app.get(ClickHouse, { strict: false });
  }

  private derived(): DerivedFacts {
    return new DerivedFacts(this.clickhouse());
  }
}

async function migrate({ clickhouse, postgres }: SuiteNamespace): Promise<void> {
  const { url, username: user, password, database } = clickhouse;
  const tables = new ClickHouseMigrations(
    Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database }),
  );
  await tables.apply();
  await tables.close();
  const schemas = new PostgresMigrations(
    Object.assign(new PostgresConfig(), { dsn: postgres.url, tlsMode: 'disable' }),
  );
  await schemas.apply();
  await schemas.close();
}

const envOf = (space: SuiteNamespace): Record<string, string> => ({
  ANALYTICS_BIND_ADDRESS: '127.0.0.1',
  LOG_LEVEL_ANALYTICS: 'error',
  STREAM_PROCESSOR_MANAGEMENT_PORT: '0',
  // What is sent again after an unknown outcome would be one delivery more than the reference is told of.
  ...PATIENT_STORES,
  KAFKA_BROKERS_ANALYTICS: space.kafka.brokers.join(),
  KAFKA_TOPIC_PREFIX_ANALYTICS: space.topicPrefix,
  CLICKHOUSE_HOSTS_ANALYTICS_DWH: new URL(space.clickhouse.url).host,
  CLICKHOUSE_USER_ANALYTICS_DWH: space.clickhouse.username,
  CLICKHOUSE_PASSWORD_ANALYTICS_DWH: space.clickhouse.password,
  CLICKHOUSE_DATABASE_ANALYTICS_DWH: space.clickhouse.database,
  POSTGRES_DSN_ANALYTICS_META: space.postgres.url,
  POSTGRES_TLS_MODE_ANALYTICS_META: 'disable',
  REDIS_URL_ANALYTICS: space.redis.url,
  REDIS_KEY_PREFIX_ANALYTICS: `${space.redisPrefix}analytics`,
});
