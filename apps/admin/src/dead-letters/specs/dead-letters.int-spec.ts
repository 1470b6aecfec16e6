import type { DeadLetterRecord, ReasonCode } from '@analytics/contracts';
import { KafkaPort } from '@analytics/infra-kafka';
import { LakeStore } from '@analytics/infra-s3';
import { eventually } from '@analytics/testing';
import { AdminSuite } from '../../fixtures/admin-suite.fixture';
import { DeadLettersJanitor } from '../dead-letters.janitor';
import { letterRecord, type Refused, sha256 } from './letters.fixture';

const VIEWED = 'com.platform.catalog.game.viewed.v1';
const PATIENCE = { withinMs: 150_000 };
/** Eight kinds, of different numbers. */
const KINDS: readonly [
  reason: ReasonCode,
  type: string,
  source: string,
  stage: DeadLetterRecord['stage'],
  records: number,
][] = [
  ['SCHEMA_VIOLATION', VIEWED, '/store', 'validate', 4_000],
  ['SCHEMA_UNKNOWN', 'com.platform.new.thing.v1', '/store', 'validate', 2_000],
  ['EVENT_TIME_OUT_OF_RANGE', VIEWED, '/client', 'validate', 1_500],
  ['ID_CONFLICT', VIEWED, '/store', 'ingest', 1_000],
  ['NUMBER_OUT_OF_RANGE', 'com.platform.payment.transaction.completed.v1', '/payment', 'validate', 700],
  ['NOT_CLOUDEVENT', VIEWED, '/client', 'ingest', 400],
  ['DWH_REJECTED', VIEWED, '/store', 'dwh', 300],
  ['TOO_DEEP', VIEWED, '/store', 'ingest', 100],
];
const TOTAL = 10_000;

describe('dead letters in the admin API', () => {
  let suite: AdminSuite;
  beforeAll(async () => {
    suite = await AdminSuite.open(
      'admin-dlq',
      {
        KAFKA_BATCH_MS: '50',
        ANALYTICS_ADMIN_DLQ_INLINE_BYTES: '2000',
        ANALYTICS_ADMIN_DLQ_DISCARD_ROWS: '200',
      },
      true,
    );
  });
  afterAll(() => suite.close());

  const send = (letters: readonly Refused[]) => suite.service.app.get(KafkaPort).send(letters.map(letterRecord));
  const summed = async (query = ''): Promise<number> =>
    ((await suite.get(`/dlq/summary?${query}`)).body.data[0]?.count as number | undefined) ?? 0;
  const indexed = (count: number, query = '') =>
    eventually(async () => expect(await summed(query)).toBe(count), PATIENCE);
  const recordOf = async (name: string, query = '', role?: string) =>
    suite.get(`/dlq/records/${sha256(`letter ${name}`)}${query}`, role);

  it('indexes 10 000 of eight kinds exactly once, although each is delivered twice', async () => {
    // One instant for all of them: a full hour between two would make two groups of what is summed by the hour.
    const seen = new Date().toISOString();
    const letters = KINDS.flatMap(([reason, type, source, stage, records]) =>
      Array.from({ length: records }, (_, index): Refused => {
        const name = `${reason} ${index}`;
        const letter = { reason_code: reason, stage, first_seen: seen };
        return { name, key: name, event: { id: name, source, type, data: {} }, letter };
      }),
    );
    for (let from = 0; from < letters.length; from += 1_000) {
      await send(letters.slice(from, from + 1_000));
      await send(letters.slice(from, from + 1_000));
    }
    await send([{ name: 'last', event: {}, letter: { reason_code: 'ENCODING' } }]);
    await eventually(async () => {
      const { body } = await suite.get('/dlq/summary?group_by=reason,type,source,stage');
      expect(body.data.map(({ count }: { count: number }) => count)).toEqual([...KINDS.map((kind) => kind[4]), 1]);
      for (const [index, [reason, type, source, stage, count]] of KINDS.entries()) {
        expect(body.data[index]).toMatchObject({ reason, type, source, stage, count });
      }
    }, PATIENCE);
    const { body } = await suite.get('/dlq/summary');
    expect(body.data).toEqual([
      { count: TOTAL + 1, oldest: expect.any(String), newest: expect.any(String), rate_per_minute: expect.any(Number) },
    ]);
    expect(await summed('group_by=status&status=open')).toBe(TOTAL + 1);
    expect(await summed('group_by=hour&reason=TOO_DEEP')).toBe(100);
    const { body: some } = await suite.get('/dlq/records?limit=500');
    expect(new Set(some.data.map(({ attempts }: { attempts: number }) => attempts))).toEqual(new Set([1]));
  });

  it('lists by filters, page by page, whatever is added meanwhile', async () => {
    const filter = 'reason=TOO_DEEP&stage=ingest&status=open&source=/store&from=2020-01-01T00:00:00Z';
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await suite.get(
        `/dlq/records?${filter}&limit=30${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      seen.push(...(body.data as { id: string }[]).map(({ id }) => id));
      cursor = body.meta.next_cursor as string | null;
      const name = `more ${seen.length}`;
      await send([
        {
          name,
          event: { id: name, source: '/store', type: VIEWED },
          letter: { reason_code: 'TOO_DEEP', stage: 'ingest' },
        },
      ]);
      await indexed(100 + Math.ceil(seen.length / 30), 'reason=TOO_DEEP');
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(100);
    expect(seen).toHaveLength(100);
  });

  it('finds by the key a record had, though the index has only what stands for it', async () => {
    const { body } = await suite.get(`/dlq/records?key=${encodeURIComponent('DWH_REJECTED 7')}`);
    expect(body.data).toMatchObject([{ reason: 'DWH_REJECTED', event_id: 'DWH_REJECTED 7' }]);
    expect((await suite.get('/dlq/records?text=nothing+like+it')).body.data).toEqual([]);
  });

  it.each([
    ['records?cursor=Zm9yZ2Vk', 'cursor'],
    ['records?limit=501', 'limit'],
    ['records?limit=0', 'limit'],
    ['records?reason=OTHER', 'reason'],
    ['records?status=gone', 'status'],
    ['records?from=yesterday', 'from'],
    ['records?until=2026-13-45T00:00:00Z', 'until'],
    ['records?key=%00', 'key'],
    ['records?sort=x', 'sort'],
    ['summary?group_by=reason,color', 'group_by'],
    ['summary?group_by=reason,reason', 'group_by'],
  ])('refuses %s', async (route, parameter) => {
    const { status, body } = await suite.get(`/dlq/${route}`);
    expect([status, body.errors[0].code, body.errors[0].source.parameter]).toEqual([
      400,
      'INVALID_QUERY_PARAMETERS',
      parameter,
    ]);
  });

  it('knows no record of a name that is none', async () => {
    const { status, body } = await suite.get('/dlq/records/1');
    expect([status, body.errors[0].code]).toEqual([404, 'NOT_FOUND']);
  });

  it('takes what looks like SQL for a value', async () => {
    const text = encodeURIComponent(`'); DROP TABLE dead_letters; --`);
    for (const name of ['source', 'type', 'key', 'text']) {
      expect((await suite.get(`/dlq/records?${name}=${text}`)).body.data).toEqual([]);
    }
  });

  it('tells a record in the agreed shape', async () => {
    const trace = 'ab'.repeat(16);
    const event = { specversion: '1.0', id: 'shape', source: '/s', type: VIEWED, data: { gameId: 'x' } };
    await send([{ name: 'shape', event, letter: { trace_id: trace, replay_count: 1 } }]);
    await indexed(1, 'source=/s');
    const { body } = await suite.get('/dlq/records?source=/s');
    const item = {
      ...{ id: sha256('letter shape'), reason: 'SCHEMA_VIOLATION', stage: 'validate', pointer: '/data/gameId' },
      ...{ detail: 'must be a UUID', event_type: VIEWED, source: '/s', event_id: 'shape' },
      origin: { topic: 'analytics.events.collected.v1', partition: 0, offset: '1', timestamp: expect.any(String) },
      ...{
        processor: 'ingestion@1.0.0',
        schema_version: 1,
        first_seen_at: expect.any(String),
        last_seen_at: expect.any(String),
      },
      ...{ attempts: 1, replay_count: 1, retriable: false, status: 'open', trace_id: trace },
    };
    expect(body).toEqual({ data: [item], meta: { next_cursor: null, request_id: expect.any(String) } });
    expect((await recordOf('shape')).body.data).toEqual({
      ...item,
      ...{ keyword: 'format', discarded_reason: null, payload_state: 'masked' },
      payload: { ...event, data: { gameId: '[masked text of 1]' } },
    });
    expect((await recordOf('nobody')).status).toBe(404);
  });

  it('counts the same event refused again into its record', async () => {
    const event = { id: 'again', source: '/again', type: VIEWED };
    const letters = ['first', 'second', 'third'].map((name): Refused => ({ name, event }));
    await send([...letters, ...letters]);
    await eventually(async () => expect((await recordOf('third')).body.data).toMatchObject({ attempts: 3 }), PATIENCE);
    expect((await recordOf('second')).body.data.id).toBe(sha256('letter first'));
    expect(await summed('source=/again')).toBe(1);
  });

  it('is closed to all but operators', async () => {
    for (const role of ['marketing_manager', 'developer', 'user', 'privacy_officer']) {
      for (const route of ['summary', 'records']) expect((await suite.get(`/dlq/${route}`, role)).status).toBe(403);
      expect(
        (await suite.post('/dlq/discard', { filter: { reason: 'TOO_DEEP' }, reason_text: 'a test' }, role)).status,
      ).toBe(403);
    }
    expect((await suite.get('/dlq/records', 'platform_admin')).status).toBe(200);
  });

  it('discards by a filter, with a reason, once, and the audit says how many', async () => {
    for (const filter of [{}, { reason: 'OTHER' }, { ids: ['x'] }]) {
      expect((await suite.post('/dlq/discard', { filter, reason_text: 'a test' })).status).toBe(400);
    }
    expect((await suite.post('/dlq/discard', { filter: { reason: 'DWH_REJECTED' } })).status).toBe(400);
    const discard = () =>
      suite.post('/dlq/discard', {
        filter: { reason: 'DWH_REJECTED', key: 'DWH_REJECTED 7' },
        reason_text: 'one only',
      });
    expect((await discard()).body.data).toEqual({ discarded: 1, by_reason: { DWH_REJECTED: 1 } });
    expect((await discard()).body.data).toEqual({ discarded: 0, by_reason: {} });
    const all = await suite.post('/dlq/discard', { filter: { reason: 'DWH_REJECTED' }, reason_text: 'a bad release' });
    expect(all.body.data).toEqual({ discarded: 299, by_reason: { DWH_REJECTED: 299 } });
    const { body } = await suite.get('/dlq/summary?group_by=status&reason=DWH_REJECTED');
    expect(body.data).toMatchObject([{ status: 'discarded', count: 300 }]);
    const rows = (await suite.get('/audit?action=dlq.discard')).body.data;
    // Two transactions for what was many; of what found nothing one row too.
    expect(rows.map(({ after }: { after: { discarded: object } }) => after.discarded)).toEqual([
      { DWH_REJECTED: 99 },
      { DWH_REJECTED: 200 },
      {},
      { DWH_REJECTED: 1 },
    ]);
    expect(rows[0]).toMatchObject({ actor: 'analytics_operator-1', reason: 'a bad release' });
    // A key may be a person's.
    expect(JSON.stringify(rows)).not.toContain('DWH_REJECTED 7');
  });

  it('goes on after a record that is no dead letter', async () => {
    const { topic } = letterRecord({ name: 'odd', event: {} });
    await suite.service.app.get(KafkaPort).send([{ topic, key: 'somebody', value: '{"dlq_id":1}' }]);
    await send([{ name: 'after', event: { id: 'after', source: '/after', type: VIEWED } }]);
    await indexed(1, 'source=/after');
  });

  it('forgets records and what is in the lake when their time is over', async () => {
    const janitor = suite.service.app.get(DeadLettersJanitor);
    await janitor.tidy(new Date());
    expect(await summed()).toBeGreaterThan(TOTAL);
    await janitor.tidy(new Date(Date.now() + 91 * 86_400_000));
    expect(await summed()).toBe(0);
    const left: string[] = [];
    for await (const { key } of suite.service.app.get(LakeStore).list({ prefix: 'dead-letters/' })) left.push(key);
    expect(left).toEqual([]);
  });
});
