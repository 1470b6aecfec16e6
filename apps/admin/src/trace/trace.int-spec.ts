import { COLLECTED_TOPIC, GAME_VIEWED, TOPICS, VALIDATED_TOPIC } from '@analytics/contracts';
import { FACT_TABLES, factRows, factsOf } from '@analytics/domain';
import { KafkaConfig, KafkaPort, provisionTopics } from '@analytics/infra-kafka';
import { LakeManifest, type Postgres, ProgressLedger } from '@analytics/infra-postgres';
import { aValidatedEvent } from '@analytics/testing';
import { AdminSuite } from '../fixtures/admin-suite.fixture';

const SOURCE = '/shop';
const AT = '2026-11-20T10:00:00.000Z';
const anEvent = (id: string) => aValidatedEvent({ type: GAME_VIEWED, id, source: SOURCE, effective_at: AT, data: {} });

describe('the way of one event over HTTP', () => {
  let suite: AdminSuite;
  let admin: Postgres;

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-trace');
    const { kafka, topicPrefix } = suite.space;
    const config = Object.assign(new KafkaConfig(), { brokers: [...kafka.brokers], topicPrefix });
    const named = [COLLECTED_TOPIC, VALIDATED_TOPIC];
    await provisionTopics(
      config,
      TOPICS.filter(({ name }) => named.includes(name)).map((topic) => ({ ...topic, partitions: 1 })),
    );
    admin = await suite.postgres('admin');
    const headers = { 'x-origin-topic': COLLECTED_TOPIC, 'x-origin-partition': '0', 'x-origin-offset': '41' };
    await send(['stored', 'lost', 'waiting'].map((id) => ({ topic: VALIDATED_TOPIC, value: anEvent(id), headers })));
    await send([{ topic: COLLECTED_TOPIC, value: { source: SOURCE, id: 'collected' } }]);
    await store(['stored', 'lost']);
    await storeForgotten();
  });
  afterAll(() => suite?.close());

  async function send(records: { topic: string; value: object; headers?: Record<string, string> }[]): Promise<void> {
    const kafka = suite.service.app.get(KafkaPort);
    for (const { value, ...record } of records) {
      await kafka.send([{ key: 'one', headers: {}, ...record, value: JSON.stringify(value) }]);
    }
  }

  /** Offsets 0 and 1 are in the lake and in the warehouse; then the row of offset 1 is taken out behind everybody's back. */
  async function store(ids: readonly string[]): Promise<void> {
    const facts = ids.map((id, at) =>
      factsOf(anEvent(id), { topic: VALIDATED_TOPIC, partition: 0, offset: BigInt(at), hash: 1n }),
    );
    await suite.clickhouse.insert(FACT_TABLES.events, factRows(facts).events, { token: 'trace' });
    await takeOut('lost');
    const pending = { from: 0n, to: 1n, rows: 2, xor: 0n, openedAt: new Date(AT), xformVersion: '1' };
    const ledger = new ProgressLedger(await suite.postgres('stream_processor'));
    const claim = await ledger.claim({ sink: 'warehouse', topic: VALIDATED_TOPIC, part: 0 }, 0n);
    await ledger.confirm(await ledger.intend(claim, pending));
    await fillLake();
  }

  /** Of a partition that Kafka does not have, and its row is gone: only the copy by identity and the lake remember it. */
  async function storeForgotten(): Promise<void> {
    const place = { topic: VALIDATED_TOPIC, partition: 1, offset: 0n, hash: 1n };
    await suite.clickhouse.insert(FACT_TABLES.events, factRows([factsOf(anEvent('forgotten'), place)]).events, {
      token: 'forgotten',
    });
    await takeOut('forgotten');
  }

  async function takeOut(id: string): Promise<void> {
    const { url, username, password, database } = suite.space.clickhouse;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password, 'X-ClickHouse-Database': database },
      body: `ALTER TABLE events DELETE WHERE id = '${id}' SETTINGS mutations_sync = 2`,
    });
    expect([answer.ok, await answer.text()]).toEqual([true, '']);
  }

  async function fillLake(): Promise<void> {
    const manifest = new LakeManifest(await suite.postgres('ingestion'));
    const claim = await manifest.claim({ topic: VALIDATED_TOPIC, part: 0 }, 0n);
    const opened = await manifest.open(claim, { from: 0n, to: 1n, rows: 2, xor: 0n, xformVersion: '1' }, new Date(AT));
    const at = new Date(AT);
    const file = { hour: at, rows: 1, xor: 0n, sha256: 'a'.repeat(64), bytes: 10, firstAt: at, lastAt: at };
    await manifest.commit(opened, [
      { ...file, eventType: GAME_VIEWED, key: 'lake/viewed.parquet' },
      { ...file, eventType: 'com.platform.other.v1', key: 'lake/other.parquet' },
    ]);
    const other = await manifest.claim({ topic: VALIDATED_TOPIC, part: 1 }, 0n);
    const range = { from: 0n, to: 1n, rows: 2, xor: 0n, xformVersion: '1' };
    const later = new Date('2026-11-20T10:00:01.000Z');
    await manifest.commit(await manifest.open(other, range, at), [
      { ...file, eventType: GAME_VIEWED, key: 'lake/forgotten.parquet' },
      { ...file, eventType: 'com.platform.other.v1', key: 'lake/later.parquet', firstAt: later, lastAt: later },
    ]);
  }

  async function letter(eventId: string, status: string): Promise<string> {
    const id = Buffer.from(eventId.padEnd(32, '-')).toString('hex');
    await admin.query(
      `INSERT INTO dead_letters (id, identity, letter_id, status, reason, stage, detail, retriable, source, event_id,
          origin_topic, origin_partition, origin_offset, origin_at, processor, personal, first_seen_at, last_seen_at)
       VALUES ($1, decode($1, 'hex'), $1, $2, 'SCHEMA_VIOLATION', 'validate', 'd', false, $3, $4, $5, 0, 12, $6, 'ingestion@1', false, $6, $6)`,
      [id, status, SOURCE, eventId, COLLECTED_TOPIC, AT],
    );
    return id;
  }

  const trace = async (id: string, source = SOURCE) => {
    const { status, body } = await suite.get(`/events/trace?source=${encodeURIComponent(source)}&id=${id}`);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ source, id });
    return body.data;
  };

  it('names every stage of an event that arrived: both records, the file of its type, the row', async () => {
    expect(await trace('stored')).toMatchObject({
      status: 'in_warehouse',
      stages: [
        { stage: 'collected', topic: COLLECTED_TOPIC, partition: 0, offset: '41', at: '2026-11-20T10:00:01.000Z' },
        { stage: 'validated', topic: VALIDATED_TOPIC, partition: 0, offset: '0', at: expect.any(String) },
        { stage: 'lake', file: 'lake/viewed.parquet', offset: '0', at: expect.any(String) },
        { stage: 'warehouse', table: 'events', topic: VALIDATED_TOPIC, partition: 0, offset: '0' },
      ],
    });
  });

  it('tells a row that was taken out of the warehouse behind its back', async () => {
    expect(await trace('lost')).toMatchObject({
      status: 'in_lake_only',
      stages: [
        { stage: 'collected' },
        { stage: 'validated', offset: '1' },
        { stage: 'lake', offset: '1', file: 'lake/viewed.parquet' },
      ],
    });
  });

  it('names of an event that only the lake still holds the files of its batch it may be in, by when it happened', async () => {
    const { stages } = await trace('forgotten');
    expect(stages.filter(({ stage }: { stage: string }) => stage === 'lake')).toMatchObject([
      { partition: 1, offset: '0', file: 'lake/forgotten.parquet' },
    ]);
  });

  it('says of an event that is stored twice that it counts twice, and where each came from', async () => {
    for (const offset of [7n, 8n]) {
      const facts = factsOf(anEvent('doubled'), { topic: VALIDATED_TOPIC, partition: 0, offset, hash: offset });
      await suite.clickhouse.insert(FACT_TABLES.events, factRows([facts]).events, { token: `doubled ${offset}` });
    }
    const found = await trace('doubled');
    expect(found.status).toBe('duplicate');
    const rows = found.stages.filter(({ stage }: { stage: string }) => stage === 'warehouse');
    expect(rows).toMatchObject([{ offset: '7' }, { offset: '8' }]);
  });

  it('finds what waits for the warehouse, and what waits for intake, at the end of its topic', async () => {
    expect(await trace('waiting')).toMatchObject({
      status: 'in_flight',
      stages: [{ stage: 'collected' }, { stage: 'validated', offset: '2' }],
    });
    expect(await trace('collected')).toMatchObject({
      status: 'in_flight',
      stages: [{ stage: 'collected', topic: COLLECTED_TOPIC, offset: '0' }],
    });
  });

  it('shows dead letters beside everything else', async () => {
    const dead = await letter('refused', 'open');
    expect(await trace('refused')).toMatchObject({
      status: 'in_dlq',
      stages: [{ stage: 'dlq', dlq_id: dead, reason: 'SCHEMA_VIOLATION', status: 'open', offset: '12' }],
    });
    await letter('stored', 'resolved');
    const replayed = await trace('stored');
    expect(replayed.status).toBe('in_warehouse');
    expect(replayed.stages.map(({ stage }: { stage: string }) => stage)).toEqual(
      expect.arrayContaining(['dlq', 'warehouse']),
    );
  });

  it('knows nothing of what nobody sent, whatever it is called', async () => {
    expect(await trace('nobody')).toMatchObject({ status: 'unknown', stages: [] });
    expect(await trace('stored', "' OR 1=1 --")).toMatchObject({ status: 'unknown' });
    expect((await suite.get('/events/trace?source=a')).status).toBe(400);
    expect((await suite.get('/events/trace?source=a&id=b', 'marketing_manager')).status).toBe(403);
  });
});
