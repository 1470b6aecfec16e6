import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { COLLECTED_TOPIC, DLQ_TOPIC, INTAKE_CHECKS_PATH, TOPICS, VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaConfig, KafkaRanges, provisionTopics } from '@analytics/infra-kafka';
import {
  Postgres,
  PostgresConfig,
  PostgresMigrations,
  WriteKeyEntity,
  WriteKeysStore,
} from '@analytics/infra-postgres';
import { createService, type RunningService } from '@analytics/service-kit';
import { aGameViewed, anEnvelope, PATIENT_STORES, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Identities } from '../identity/identities.service';
import { SERVICE } from '../service';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const vaultKey = `1:${Buffer.alloc(32, 5).toString('base64')}`;

function token(scope: string, more: object = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: 'spec', aud: 'analytics', sub: 'admin', client_id: 'admin', scope, iat: now, exp: now + 600 };
  const head = `${encoded({ alg: 'RS256', typ: 'at+jwt' })}.${encoded({ ...claims, ...more })}`;
  return `${head}.${sign('sha256', Buffer.from(head), keys.privateKey).toString('base64url')}`;
}

let space: SuiteNamespace;
let service: RunningService;
const folder = mkdtempSync(path.join(tmpdir(), 'checks-spec-'));

beforeAll(async () => {
  space = await suiteNamespace('intake-checks', { databases: ['postgres'] });
  const config = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable' });
  const migrations = new PostgresMigrations(config);
  await migrations.apply();
  await migrations.close();
  const kafka = { brokers: [...space.kafka.brokers], topicPrefix: space.topicPrefix };
  await provisionTopics(Object.assign(new KafkaConfig(), kafka), TOPICS);
  const pem = path.join(folder, 'public.pem');
  writeFileSync(pem, keys.publicKey.export({ type: 'spki', format: 'pem' }));
  service = await createService({
    ...SERVICE,
    logTo: { write: () => undefined },
    env: {
      ...PATIENT_STORES,
      KAFKA_BROKERS_ANALYTICS: space.kafka.brokers.join(),
      KAFKA_TOPIC_PREFIX_ANALYTICS: space.topicPrefix,
      POSTGRES_DSN_ANALYTICS_META: space.postgres.url,
      REDIS_URL_ANALYTICS: space.redis.url,
      S3_ENDPOINT_DATALAKE: space.s3.endpoint,
      S3_ACCESS_KEY_DATALAKE: space.s3.accessKeyId,
      S3_SECRET_KEY_DATALAKE: space.s3.secretAccessKey,
      VAULT_MASTER_KEY: vaultKey,
      VAULT_HMAC_KEYS: vaultKey,
      DLQ_PAYLOAD_KEY: Buffer.alloc(32, 7).toString('base64'),
      INGESTION_HTTP_PORT: '0',
      INGESTION_MANAGEMENT_PORT: '0',
      INGESTION_ERASURES_FRESH_MS: '0',
      ANALYTICS_BIND_ADDRESS: '127.0.0.1',
      JWT_PUBLIC_KEY_PATH: pem,
      JWT_ISSUER: 'spec',
      JWT_AUDIENCE: 'analytics',
    },
  });
});
afterAll(async () => {
  await service?.close();
  await space?.dispose();
  rmSync(folder, { recursive: true });
});

const recordOf = (value: unknown, more: object = {}) => ({
  ...{ topic: COLLECTED_TOPIC, key_base64: null, headers: {} },
  value_base64: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
  ...more,
});

async function check(records: unknown, credential = token('events:check')) {
  const answer = await fetch(`${service.url}${INTAKE_CHECKS_PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
    body: JSON.stringify({ records }),
  });
  const body = (await answer.json()) as {
    data: { status: string; reason?: string; pointer?: string }[];
    errors: object[];
  };
  return { status: answer.status, body };
}

const postgresOf = (owner: string): Promise<Postgres> =>
  Postgres.of(Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable' }), owner, [
    WriteKeyEntity,
  ]);

/** All that intake could leave behind. */
async function traces(): Promise<unknown> {
  const ranges = service.app.get(KafkaRanges);
  const ends = await Promise.all(
    [VALIDATED_TOPIC, DLQ_TOPIC, COLLECTED_TOPIC].map((topic) => ranges.allWatermarks(topic)),
  );
  const vault = await postgresOf('vault');
  const [counts] = await vault.query(
    `SELECT (SELECT count(*) FROM vault.subjects) AS people, (SELECT count(*) FROM vault.identity_links) AS links,
            (SELECT count(*) FROM vault.last_known) AS places, (SELECT last_no FROM vault.state) AS last`,
  );
  await vault.close();
  const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
  const counted = metrics
    .split('\n')
    .filter((line) => /^(ingestion_events_validated|ingestion_schema|ingestion_unknown)/.test(line));
  return { ends, counts, counted };
}

describe('the check of what intake would do', () => {
  it('gives each record the verdict of the real steps, in their order, and leaves nothing behind', async () => {
    const gone = randomUUID();
    await service.app.get(Identities).erase({ kind: 'user', id: gone });
    const known = randomUUID();
    await service.app.get(Identities).resolve([{ kind: 'user', id: known }]);
    const before = await traces();
    const login = anEnvelope({
      type: 'com.platform.auth.user.loggedin.v1',
      data: {
        userId: randomUUID(),
        anonymousId: 'device',
        method: 'password',
        platform: 'windows',
        clientVersion: '1',
      },
    });
    const old = aGameViewed({}, { time: '2001-01-01T00:00:00Z' });
    const { status, body } = await check([
      recordOf(aGameViewed()),
      recordOf(login),
      recordOf(aGameViewed({ userId: known })),
      recordOf(aGameViewed({ gameId: 'x' })),
      recordOf(anEnvelope({ type: 'com.platform.unheard.of.v1' })),
      recordOf('{"broken"'),
      recordOf(aGameViewed({ userId: gone })),
      recordOf(old),
      recordOf(old, { timestamp: '2001-01-01T00:00:01Z', topic: 'com.platform.catalog.events.v1' }),
      recordOf(aGameViewed({}, { id: 'a@b.ru' })),
      { ...recordOf(''), value_base64: null },
      recordOf(aGameViewed(), { headers: { 'x-refused-code': 'TOO_DEEP' } }),
    ]);
    expect(status).toBe(200);
    expect(body.data.map((verdict) => verdict.reason ?? verdict.status)).toEqual([
      ...['pass', 'pass', 'pass', 'SCHEMA_VIOLATION', 'SCHEMA_UNKNOWN', 'MALFORMED_JSON', 'ERASED_SUBJECT'],
      ...['EVENT_TIME_OUT_OF_RANGE', 'pass', 'PII_DETECTED', 'MALFORMED_JSON', 'TOO_DEEP'],
    ]);
    expect(body.data[3]).toMatchObject({ status: 'reject', pointer: '/data/gameId' });
    expect(await traces()).toEqual(before);
  });

  it('is for service accounts with the scope, for nobody else', async () => {
    const records = [recordOf(aGameViewed())];
    const ingestion = await postgresOf('ingestion');
    const { secret } = await new WriteKeysStore(ingestion).create('checks');
    await ingestion.close();
    expect((await check(records, secret)).status).toBe(403);
    expect((await check(records, token('events:write'))).status).toBe(403);
    expect((await check(records, token('', { client_id: undefined, roles: ['platform_admin'] }))).status).toBe(401);
    expect((await check(records, token('events:check', { exp: 1 }))).status).toBe(401);
    expect((await check(records)).status).toBe(200);
    const collect = await fetch(`${service.url}/api/v1/analytics/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token('events:check')}`, 'content-type': 'application/json' },
      body: JSON.stringify(aGameViewed()),
    });
    expect(collect.status).toBe(403);
  });

  it.each<[string, unknown]>([
    ['no records', []],
    ['too many', Array.from({ length: 501 }, () => recordOf('1'))],
    ['another topic', [recordOf('1', { topic: VALIDATED_TOPIC })]],
    ['what is no base64', [recordOf('1', { value_base64: '***' })]],
    ['headers that are no texts', [recordOf('1', { headers: { a: 1 } })]],
    ['members it does not know', [recordOf('1', { partition: 1 })]],
    ['no list', 'records'],
  ])('refuses %s', async (_, records) => {
    expect((await check(records)).status).toBe(400);
  });

  it('takes 500 at once', async () => {
    const { body } = await check(Array.from({ length: 500 }, () => recordOf(aGameViewed())));
    expect(body.data).toHaveLength(500);
    expect(body.data.every(({ status }) => status === 'pass')).toBe(true);
  });
});
