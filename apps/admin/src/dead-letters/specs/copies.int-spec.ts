import { gunzipSync } from 'node:zlib';
import { KafkaPort } from '@analytics/infra-kafka';
import { type CopiedLetter, VaultKeys, VaultStore } from '@analytics/infra-postgres';
import { LakeStore } from '@analytics/infra-s3';
import { eventually } from '@analytics/testing';
import { AdminSuite } from '../../fixtures/admin-suite.fixture';
import { LetterCopies } from '../copies/letter-copies';
import { letterRecord, type Refused, sha256 } from './letters.fixture';

const VIEWED = 'com.platform.catalog.game.viewed.v1';
const VAULT_KEY = `1:${Buffer.alloc(32, 5).toString('base64')}`;
const PATIENCE = { withinMs: 150_000 };
const HOUR_MS = 3_600_000;
/** Ten o'clock of yesterday. */
const MORNING = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 14 * HOUR_MS);

let suite: AdminSuite;
beforeAll(async () => {
  suite = await AdminSuite.open(
    'admin-copies',
    {
      ...{ KAFKA_BATCH_MS: '50', ANALYTICS_ADMIN_DLQ_INLINE_BYTES: '2000' },
      ...{ ANALYTICS_ADMIN_DLQ_ERASURES_MS: '200', ANALYTICS_ADMIN_DLQ_COPY_MS: '0' },
    },
    true,
  );
});
afterAll(() => suite?.close());

const at = (minutes: number): string => new Date(MORNING.getTime() + minutes * 60_000).toISOString();
const refused = (name: string, minutes: number, letter: Refused['letter'] = {}, note = 'short'): Refused => ({
  name,
  event: { specversion: '1.0', id: name, source: '/copies', type: VIEWED, data: { note } },
  letter: { first_seen: at(minutes), last_seen: at(minutes), ...letter },
});
const send = (...letters: Refused[]) => suite.service.app.get(KafkaPort).send(letters.map(letterRecord));
const indexed = (count: number) =>
  eventually(async () => {
    const { body } = await suite.get('/dlq/summary?source=/copies');
    expect(body.data[0]?.count ?? 0).toBe(count);
  }, PATIENCE);
const copy = () => suite.service.app.get(LetterCopies).copyDue(new Date());

async function copied(): Promise<ReadonlyMap<string, readonly CopiedLetter[]>> {
  const lake = suite.service.app.get(LakeStore);
  const found = new Map<string, CopiedLetter[]>();
  for await (const { key } of lake.list({ prefix: 'dead-letter-copies/' })) {
    const lines = gunzipSync(await lake.getBytes(key))
      .toString()
      .trimEnd()
      .split('\n');
    found.set(
      key,
      lines.map((line) => JSON.parse(line) as CopiedLetter),
    );
  }
  return found;
}
const idsOf = (letters: readonly CopiedLetter[] = []) => letters.map(({ event_id: id }) => id);
const keyOf = (hour: number): string =>
  `dead-letter-copies/${new Date(MORNING.getTime() + hour * HOUR_MS).toISOString().slice(0, 13).replace('T', '/')}/0000.ndjson.gz`;

describe('the copy of dead letters in the lake', () => {
  const large = refused('large', 20, {}, 'n'.repeat(3_000));

  it('has each hour once it is over, a letter a line as it stood in the topic, large ones as pointers', async () => {
    await send(refused('second', 10), refused('first', 5), large, refused('next', 70));
    await send({ ...refused('running', 0), letter: {} });
    await indexed(5);
    await copy();
    const copies = await copied();
    expect([...copies].map(([key, letters]) => [key, idsOf(letters)])).toEqual([
      [keyOf(0), ['first', 'second', 'large']],
      [keyOf(1), ['next']],
    ]);
    const [first, , last] = copies.get(keyOf(0))!;
    const sent = letterRecord(refused('first', 5));
    const { processor, source, ...same } = JSON.parse(String(sent.value)) as CopiedLetter;
    expect(first).toMatchObject({
      ...same,
      // Sealing the same bytes again gives others.
      raw_base64: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
      record_key: String(sent.key),
      processor: { name: processor.name, version: processor.version },
      source: {
        ...source,
        timestamp: expect.any(String),
        key_base64: expect.any(String),
        headers_sealed_base64: expect.any(String),
      },
    });
    expect(last).toMatchObject({ raw_base64: null, raw_object: expect.stringContaining(sha256('letter large')) });
  });

  it('is made again for an hour that something came late for, and for no other', async () => {
    const postgres = await suite.postgres('admin');
    const written = () =>
      postgres
        .query<{ at: Date }>('SELECT copied_at AS at FROM dead_letter_copies ORDER BY hour')
        .then((rows) => rows.map(({ at: when }) => when.getTime()));
    const before = await written();
    await send(refused('late', 30));
    await indexed(6);
    await copy();
    expect(idsOf((await copied()).get(keyOf(0)))).toEqual(['first', 'second', 'large', 'late']);
    const [late, other] = await written();
    expect([late! > before[0]!, other]).toEqual([true, before[1]]);
  });

  it('is indexed again as it was when its lines are sent to the topic', async () => {
    const record = async () =>
      (await suite.get(`/dlq/records/${sha256('letter second')}?reveal=true`, 'privacy_officer')).body;
    const { data: before } = await record();
    const postgres = await suite.postgres('admin');
    await postgres.query('DELETE FROM dead_letters');
    await indexed(0);
    const lines = [...(await copied()).values()].flat();
    const topic = 'analytics.events.dlq.v1';
    await suite.service.app
      .get(KafkaPort)
      .send(lines.map((letter) => ({ topic, key: letter.record_key, value: JSON.stringify(letter) })));
    await indexed(5);
    expect((await record()).data).toEqual(before);
    expect(before.payload).toMatchObject({ id: 'second', data: { note: 'short' } });
  });

  it('H104 keeps nothing of who is erased, whatever was copied before', async () => {
    const keys = new VaultKeys({ masterKeys: [VAULT_KEY], hmacKeys: [VAULT_KEY] });
    const vault = new VaultStore(await suite.postgres('vault'), keys);
    const subjects = [keys.lookup('user:anna').toString('base64')];
    await send(refused('leaves', 90, { subjects }));
    await indexed(6);
    await copy();
    const letter = async () => (await copied()).get(keyOf(1))?.find(({ event_id: id }) => id === 'leaves');
    expect(await letter()).toMatchObject({ subjects, raw_base64: expect.any(String) });
    await vault.erase('user:anna');
    await eventually(async () => {
      await copy();
      expect(await letter()).toMatchObject({
        subjects: [],
        raw_base64: null,
        record_key: '',
        reason_code: 'SCHEMA_VIOLATION',
      });
    }, PATIENCE);
    expect(JSON.stringify([...(await copied())])).not.toContain(subjects[0]);
  });

  it('goes when its time is over', async () => {
    await suite.service.app.get(LetterCopies).copyDue(new Date(MORNING.getTime() + 90 * 86_400_000 + HOUR_MS));
    expect([...(await copied()).keys()]).not.toContain(keyOf(0));
    expect([...(await copied()).keys()]).toContain(keyOf(1));
  });
});
