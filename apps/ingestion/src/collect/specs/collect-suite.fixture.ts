import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { COLLECTED_TOPIC, type CollectAnswer, TOPICS } from '@analytics/contracts';
import {
  BatchConsumer,
  KafkaBatchTransport,
  KafkaConfig,
  KafkaModule,
  kept,
  type Outcome,
  provisionTopics,
  type Received,
} from '@analytics/infra-kafka';
import {
  Postgres,
  PostgresConfig,
  PostgresMigrations,
  PostgresModule,
  type WriteKeyScope,
  WriteKeyEntity,
  WriteKeysStore,
} from '@analytics/infra-postgres';
import { RedisModule } from '@analytics/infra-redis';
import { createService, type RunningService } from '@analytics/service-kit';
import { PATIENT_STORES } from '@analytics/testing';
import { Controller, Module } from '@nestjs/common';
import { IngestionConfig } from '../../config';
import { CollectModule } from '../collect.module';

/** Reads the collected topic as intake would. */
@Controller()
export class Reader {
  readonly records: Received[] = [];

  @BatchConsumer({ group: 'spec.collected', topics: [COLLECTED_TOPIC] })
  read(batch: Received[]): Promise<Outcome[]> {
    this.records.push(...batch);
    return Promise.resolve(batch.map(() => kept));
  }
}

@Module({
  imports: [
    KafkaModule,
    RedisModule.for({ required: false }),
    PostgresModule.forOwner({ owner: 'ingestion', entities: [WriteKeyEntity] }),
    CollectModule,
  ],
  controllers: [Reader],
})
class CollectOnly {}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: CollectAnswer & { readonly errors: readonly { code: string; source?: { pointer: string } }[] };
}

/** A suite's own place in the stores, as `suiteNamespace` makes it. */
interface Place {
  readonly kafka: { readonly brokers: readonly string[] };
  readonly topicPrefix: string;
  readonly postgres: { readonly url: string };
  readonly redis: { readonly url: string };
  readonly s3: { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  dispose(): Promise<void>;
}

/** Configuration of neighbours that collecting does not use. */
const someKey = (): string => `1:${randomBytes(32).toString('base64')}`;

type Body = string | Uint8Array | object;

/** The collect API of the service on real stores, and a look at what it hands on. */
export class CollectSuite {
  private constructor(
    private readonly place: Place,
    private readonly service: RunningService,
    readonly key: string,
  ) {}

  static async start(place: Place, env: Readonly<Record<string, string>> = {}): Promise<CollectSuite> {
    const dsn = place.postgres.url;
    const migrations = new PostgresMigrations(Object.assign(new PostgresConfig(), { dsn, tlsMode: 'disable' }));
    await migrations.apply();
    await migrations.close();
    const { topicPrefix } = place;
    await provisionTopics(Object.assign(new KafkaConfig(), { brokers: [...place.kafka.brokers], topicPrefix }), TOPICS);
    const service = await createService({
      name: 'ingestion',
      module: CollectOnly,
      config: IngestionConfig,
      transports: [KafkaBatchTransport],
      logTo: { write: () => undefined },
      env: {
        ...PATIENT_STORES,
        KAFKA_BROKERS_ANALYTICS: place.kafka.brokers.join(),
        KAFKA_TOPIC_PREFIX_ANALYTICS: topicPrefix,
        KAFKA_BATCH_MS: '50',
        POSTGRES_DSN_ANALYTICS_META: dsn,
        REDIS_URL_ANALYTICS: place.redis.url,
        S3_ENDPOINT_DATALAKE: place.s3.endpoint,
        S3_ACCESS_KEY_DATALAKE: place.s3.accessKeyId,
        S3_SECRET_KEY_DATALAKE: place.s3.secretAccessKey,
        VAULT_MASTER_KEY: someKey(),
        VAULT_HMAC_KEYS: someKey(),
        DLQ_PAYLOAD_KEY: randomBytes(32).toString('base64'),
        INGESTION_HTTP_PORT: '0',
        INGESTION_MANAGEMENT_PORT: '0',
        ANALYTICS_BIND_ADDRESS: '127.0.0.1',
        HTTP_TRUSTED_PROXIES: '127.0.0.1',
        ...env,
      },
    });
    const { secret } = await new WriteKeysStore(service.app.get(Postgres)).create('suite');
    return new CollectSuite(place, service, secret);
  }

  get url(): string {
    return this.service.url;
  }

  get keys(): WriteKeysStore {
    return new WriteKeysStore(this.service.app.get(Postgres));
  }

  async newKey(scope: Partial<WriteKeyScope>): Promise<{ id: string; secret: string }> {
    return this.keys.create(`key ${Math.random()}`, { sources: [], types: [], ...scope });
  }

  /** Sends a body as it is, or an object as JSON; a header that is undefined is left out. */
  async post(body: Body, headers: Readonly<Record<string, string | undefined>> = {}, path = 'events'): Promise<Answer> {
    const all = { 'x-write-key': this.key, 'content-type': 'application/json', ...headers };
    const given = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
    const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const address = `${this.url}/api/v1/analytics/${path}`;
    const answer = await fetch(address, { method: 'POST', headers: given, body: sent });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
  }

  /** The records of some events, in the order of the ids given. */
  async collected(ids: readonly string[]): Promise<Received[]> {
    const { records } = this.service.app.get(Reader);
    const end = performance.now() + 60_000;
    for (;;) {
      const found = new Map(records.map((record) => [idOf(record), record]));
      const wanted = ids.map((id) => found.get(id)).filter((record) => record !== undefined);
      if (wanted.length === ids.length) return wanted;
      if (performance.now() > end) throw new Error(`${wanted.length} of ${ids.length} events were collected`);
      await pause(20);
    }
  }

  async countOf(id: string): Promise<number> {
    await this.collected([id]);
    return this.service.app.get(Reader).records.filter((record) => idOf(record) === id).length;
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.place.dispose();
  }
}

export const eventOf = (record: Received): Record<string, unknown> =>
  JSON.parse(record.value!.toString('utf8')) as Record<string, unknown>;

const idOf = (record: Received): unknown => eventOf(record)['id'];
