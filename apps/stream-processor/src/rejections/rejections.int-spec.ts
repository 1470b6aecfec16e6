import { DLQ_TOPIC, TOPICS } from '@analytics/contracts';
import { sql, statement } from '@analytics/domain';
import { ClickHouse, ClickHouseConfig, ClickHouseMigrations, ClickHouseModule } from '@analytics/infra-clickhouse';
import {
  KafkaBatchTransport,
  KafkaConfig,
  KafkaModule,
  KafkaPort,
  provisionTopics,
  type Received,
} from '@analytics/infra-kafka';
import { createService, type RunningService } from '@analytics/service-kit';
import { eventually, PATIENT_STORES, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Module } from '@nestjs/common';
import { StreamProcessorConfig } from '../config';
import { RejectionsModule } from './rejections.module';
import { RejectionsService } from './rejections.service';

@Module({ imports: [KafkaModule, ClickHouseModule, RejectionsModule] })
class RejectionsAlone {}

const LIMITS = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 500_000_000, maxRowsToRead: 1_000_000 };
const VIEWED = 'com.platform.catalog.game.viewed.v1';

const letter = (nth: number, change: object = {}) => ({
  dlq_id: nth.toString(16).padStart(64, '0'),
  first_seen: new Date(Date.UTC(2026, 10, 2, 10, nth)).toISOString(),
  event_type: VIEWED,
  event_source: '/catalog',
  event_id: `event-${nth}`,
  ...change,
});

describe('refused events', () => {
  let space: SuiteNamespace;
  let service: RunningService;
  let warehouse: ClickHouse;

  beforeAll(async () => {
    space = await suiteNamespace('rejections');
    const { url, username: user, password, database } = space.clickhouse;
    const place = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database });
    const migrations = new ClickHouseMigrations(place);
    await migrations.apply();
    await migrations.close();
    const kafka = { brokers: [...space.kafka.brokers], topicPrefix: space.topicPrefix };
    await provisionTopics(Object.assign(new KafkaConfig(), kafka), TOPICS);
    warehouse = new ClickHouse(place);
    service = await createService({
      name: 'rejections-spec',
      module: RejectionsAlone,
      config: StreamProcessorConfig,
      transports: [KafkaBatchTransport],
      logTo: { write: () => undefined },
      env: {
        ...PATIENT_STORES,
        KAFKA_BROKERS_ANALYTICS: kafka.brokers.join(),
        KAFKA_TOPIC_PREFIX_ANALYTICS: space.topicPrefix,
        CLICKHOUSE_HOSTS_ANALYTICS_DWH: new URL(url).host,
        CLICKHOUSE_USER_ANALYTICS_DWH: user,
        CLICKHOUSE_PASSWORD_ANALYTICS_DWH: password,
        CLICKHOUSE_DATABASE_ANALYTICS_DWH: database,
        POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:1/none',
        STREAM_PROCESSOR_MANAGEMENT_PORT: '0',
        ANALYTICS_BIND_ADDRESS: '127.0.0.1',
      },
    });
  });
  afterAll(async () => {
    await service?.close();
    await warehouse?.onApplicationShutdown();
    await space?.dispose();
  });

  const stored = () =>
    warehouse.run(
      statement<{ at: string; type: string; events: string }>({
        name: 'spec-rejections',
        limits: LIMITS,
        query: sql`SELECT toString(min(rejected_at)) AS at, event_type AS type, count() AS events FROM rejections FINAL GROUP BY type ORDER BY type`,
      }),
    );
  const send = (values: readonly string[]) =>
    service.app.get(KafkaPort).send(values.map((value) => ({ topic: DLQ_TOPIC, key: 'k', value })));

  it('are counted once each, with the time they were refused first, whatever else is in the topic', async () => {
    const again = letter(50, { event_id: 'event-1' });
    const unknown = letter(7, { event_source: null, event_id: null, event_type: null });
    const letters = [letter(1), letter(2), again, unknown].map((each) => JSON.stringify(each));
    await send([...letters, 'no letter', '[]', ...letters]);
    await eventually(async () =>
      expect(await stored()).toEqual(
        [
          { at: '2026-11-02 10:07:00.000', type: '', events: 1 },
          { at: '2026-11-02 10:01:00.000', type: VIEWED, events: 2 },
        ].map((row) => ({ ...row, events: String(row.events) })),
      ),
    );
  });

  it('delivered again change nothing', async () => {
    const before = await stored();
    const batch = [letter(1), letter(2)].map((each, offset) => ({
      topic: DLQ_TOPIC,
      partition: 0,
      offset: BigInt(900 + offset),
      value: Buffer.from(JSON.stringify(each)),
    })) as unknown as Received[];
    const rejections = service.app.get(RejectionsService);
    await rejections.take(batch);
    await rejections.take([...batch].reverse());
    expect(await stored()).toEqual(before);
  });
});
