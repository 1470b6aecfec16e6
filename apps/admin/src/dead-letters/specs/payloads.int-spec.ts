import { KafkaPort } from '@analytics/infra-kafka';
import { VaultKeys, VaultStore } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { eventually } from '@analytics/testing';
import { AdminSuite } from '../../fixtures/admin-suite.fixture';
import { letterRecord, type Refused, sha256 } from './letters.fixture';

const VIEWED = 'com.platform.catalog.game.viewed.v1';
const USER = '0b8cbb0e-6d4e-4a39-9ba4-3b0a4a1f7f01';
const CANARY = 'canary-7f3a';
const VAULT_KEY = `1:${Buffer.alloc(32, 5).toString('base64')}`;
const PATIENCE = { withinMs: 150_000 };

let suite: AdminSuite;

beforeAll(async () => {
  suite = await AdminSuite.open(
    'admin-payloads',
    { KAFKA_BATCH_MS: '50', ANALYTICS_ADMIN_DLQ_INLINE_BYTES: '2000', ANALYTICS_ADMIN_DLQ_ERASURES_MS: '200' },
    true,
  );
});
afterAll(() => suite?.close());

const send = (letters: readonly Refused[]) => suite.service.app.get(KafkaPort).send(letters.map(letterRecord));
const indexed = (count: number, query: string) =>
  eventually(async () => {
    const { body } = await suite.get(`/dlq/summary?${query}`);
    expect(body.data[0]?.count ?? 0).toBe(count);
  }, PATIENCE);
/** Of which letters the lake has objects, a name for each. */
const objectsOf = async (...names: string[]) => {
  const keys: string[] = [];
  for await (const { key } of suite.service.app.get(LakeStore).list({ prefix: 'dead-letters/' })) keys.push(key);
  return keys.flatMap((key) => names.filter((name) => key.endsWith(sha256(`letter ${name}`))));
};
const recordOf = async (name: string, query = '', role?: string) =>
  suite.get(`/dlq/records/${sha256(`letter ${name}`)}${query}`, role);

describe('a payload', () => {
  const event = {
    ...{
      specversion: '1.0',
      id: 'canary',
      source: '/canary',
      type: VIEWED,
      time: '2026-11-20T10:00:00Z',
      subject: CANARY,
    },
    data: {
      gameId: CANARY,
      userId: USER,
      ipAddress: `10.0.0.1 ${CANARY}`,
      userAgent: CANARY,
      [CANARY]: CANARY,
      placement: `of ${USER}`,
    },
  };
  const long = { ...event, id: 'long', data: { ...event.data, note: CANARY.repeat(500) } };
  const canaries = () =>
    send([
      { name: 'canary', event },
      { name: 'long', event: long },
      {
        name: 'unknown',
        event: { ...event, id: 'unknown', type: 'com.platform.nobody.v1' },
        letter: { pointer: '/type' },
      },
      { name: 'broken', event: `{"userId":"${CANARY}`, letter: { event_source: '/canary', event_id: 'broken' } },
    ]);
  beforeAll(async () => {
    await canaries();
    await indexed(4, 'source=/canary');
  });

  it.each(['canary', 'long', 'unknown', 'broken'])('of %s shows nobody while it is masked', async (name) => {
    for (const role of ['analytics_operator', 'platform_admin', 'privacy_officer']) {
      const { status, body } = await recordOf(name, '', role);
      expect([status, body.data.payload_state]).toEqual([200, 'masked']);
      expect(JSON.stringify(body)).not.toMatch(new RegExp(`${CANARY}|${USER.slice(0, 8)}|10\\.0\\.0`));
    }
  });

  it('keeps its structure', async () => {
    const { payload } = (await recordOf('canary')).body.data;
    expect(payload).toMatchObject({
      id: 'canary',
      type: VIEWED,
      data: { gameId: '[masked text of 11]', userId: '[masked]' },
    });
    expect((await recordOf('unknown')).body.data.payload.data).toBe('[masked]');
  });

  it('H104 is revealed to who may, and the audit says so', async () => {
    for (const role of ['analytics_operator', 'marketing_manager', 'developer', 'user']) {
      expect((await recordOf('canary', '?reveal=true', role)).status).toBe(403);
    }
    const before = (await suite.get('/audit?action=dlq.reveal')).body.data.length;
    expect(before).toBe(0);
    for (const role of ['platform_admin', 'privacy_officer']) {
      expect((await recordOf('canary', '?reveal=true', role)).body.data).toMatchObject({
        payload: event,
        payload_state: 'revealed',
      });
      const [row] = (await suite.get(`/audit?action=dlq.reveal&actor=${role}-1`)).body.data;
      expect(row).toMatchObject({ actor: `${role}-1`, object: sha256('letter canary'), result: 'done' });
      expect(JSON.stringify(row)).not.toContain(CANARY);
    }
    expect((await recordOf('long', '?reveal=true', 'platform_admin')).body.data.payload).toEqual(long);
    expect((await recordOf('broken', '?reveal=true', 'platform_admin')).body.data.payload).toBe(`{"userId":"${CANARY}`);
    expect((await suite.post('/audit/verify', {}, 'platform_admin')).body.data.intact).toBe(true);
  });

  it('H103 stands in the index only sealed, large ones in the lake', async () => {
    const postgres = await suite.postgres('admin');
    const rows = await postgres.query<{ raw: Buffer | null; raw_object: string | null; text: string }>(
      `SELECT raw, raw_object, dead_letters::text AS text FROM dead_letters WHERE source = '/canary'`,
    );
    const objects = rows.flatMap(({ raw_object: key }) => (key === null ? [] : [key]));
    expect([rows.length, objects.length]).toEqual([4, 1]);
    const kept = [...rows.map(({ raw }) => raw), await suite.service.app.get(LakeStore).getBytes(objects[0]!)];
    for (const bytes of kept) expect(String(bytes)).not.toContain(CANARY);
    for (const { text } of rows) expect(text).not.toContain(CANARY);
  });

  it('H104 goes when a person in it is erased, from the row and from the lake, and does not come back', async () => {
    const keys = new VaultKeys({ masterKeys: [VAULT_KEY], hmacKeys: [VAULT_KEY] });
    const vault = new VaultStore(await suite.postgres('vault'), keys);
    const standIn = (id: string) => keys.lookup(`user:${id}`).toString('base64');
    const source = '/leaving';
    const of = (name: string, id: string, more = {}): Refused => ({
      name,
      event: { ...event, ...more, id: name, source },
      letter: { subjects: [standIn(id)] },
    });
    const leaving = [of('leaves', 'anna'), of('leaves largely', 'anna', { data: { note: CANARY.repeat(500) } })];
    await send([...leaving, of('stays', 'boris')]);
    await indexed(3, `source=${source}`);
    const kept = async (name: string) => (await recordOf(name, '', 'privacy_officer')).body.data.payload_state;
    const objects = async () => (await objectsOf('leaves largely')).length;
    expect([await kept('leaves'), await kept('leaves largely'), await objects()]).toEqual(['masked', 'masked', 1]);

    await vault.erase('user:anna');
    await eventually(async () => {
      expect([await kept('leaves'), await kept('leaves largely')]).toEqual(['not_kept', 'not_kept']);
    }, PATIENCE);
    expect([await kept('stays'), await objects()]).toEqual(['masked', 0]);
    const gone = (await recordOf('leaves', '?reveal=true', 'privacy_officer')).body.data;
    expect(gone).toMatchObject({ payload: null, reason: 'SCHEMA_VIOLATION', status: 'open', event_id: 'leaves' });
    const [row] = (await suite.get('/audit?action=dlq.forget')).body.data;
    expect(row).toMatchObject({ actor: 'system:erasures', after: { records: 2 }, result: 'done' });
    expect(JSON.stringify(row)).not.toContain('anna');

    // Again the same letters, and one that was on its way meanwhile.
    await send([...leaving, of('late', 'anna')]);
    await eventually(async () => expect(await kept('late')).toBe('not_kept'), PATIENCE);
    expect([await kept('leaves'), await objects()]).toEqual(['not_kept', 0]);
    const rows = await (
      await suite.postgres('admin')
    ).query<{ text: string }>(`SELECT dead_letters::text AS text FROM dead_letters WHERE source = $1`, [source]);
    expect(rows.filter(({ text }) => text.includes(standIn('anna')))).toEqual([]);
  });

  it('H104 has one object, however often its event is refused: no other would be found when a person in it is erased', async () => {
    const [first, again, replayed] = ['refused', 'refused again', 'refused after a replay'];
    const refused = (name: string, letter = {}, note = 'r'): Refused => ({
      ...{ name, letter },
      event: { ...event, id: 'refused', source: '/again', data: { note: note.repeat(5_000) } },
    });
    const objects = () => objectsOf(first, again, replayed);
    const attempts = async () => (await recordOf(first)).body.data?.attempts;
    await send([refused(first)]);
    await indexed(1, 'source=/again');
    await send([refused(again, { last_seen: '2026-11-01T00:00:00.000Z' })]);
    await eventually(async () => expect([await attempts(), await objects()]).toEqual([2, [first]]), PATIENCE);

    const parent = { parent_dlq_id: sha256(`letter ${first}`), replay_count: 1 };
    // Twice, as a batch that is delivered again.
    for (let time = 0; time < 2; time += 1) await send([refused(replayed, parent, 's')]);
    await eventually(async () => expect([await attempts(), await objects()]).toEqual([3, [replayed]]), PATIENCE);
    const { data } = (await recordOf(first, '?reveal=true', 'privacy_officer')).body;
    expect(data.payload.data.note).toBe('s'.repeat(5_000));
  });

  it('of an erased person is not there, for anybody', async () => {
    const letter = { reason_code: 'ERASED_SUBJECT', pointer: null } as const;
    await send([{ name: 'erased', event: { ...event, id: 'erased', source: '/erased' }, letter, forgotten: true }]);
    await indexed(1, 'reason=ERASED_SUBJECT');
    for (const query of ['', '?reveal=true']) {
      expect((await recordOf('erased', query, 'privacy_officer')).body.data).toMatchObject({
        payload: null,
        payload_state: 'not_kept',
      });
    }
  });
});
