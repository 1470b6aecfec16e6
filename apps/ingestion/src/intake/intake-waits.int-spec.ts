import { randomUUID } from 'node:crypto';
import { COLLECTED_TOPIC } from '@analytics/contracts';
import {
  aGameViewed,
  eventually,
  type PrivateStore,
  sleep,
  startPrivateStore,
  suiteNamespace,
} from '@analytics/testing';
import { Identities } from '../identity/identities.service';
import { eventOf, IntakeSuite } from './fixtures/intake-suite.fixture';

describe('intake and its vault', () => {
  let server: PrivateStore<'postgres'>;
  let suite: IntakeSuite;

  beforeAll(async () => {
    server = await startPrivateStore('postgres');
    suite = await IntakeSuite.start(
      await suiteNamespace('ingestion-intake-waits', { databases: ['postgres'] }),
      eventually,
      {
        POSTGRES_DSN_ANALYTICS_META: server.connection.url,
        INGESTION_ERASURES_FRESH_MS: '0',
      },
    );
  });
  afterAll(async () => {
    await suite.stop();
    await server.stop();
  });

  it('waits while the vault is away: nothing passes plain, nothing is refused, and all of it arrives afterwards', async () => {
    const first = aGameViewed();
    await suite.collect([first]);
    await suite.validated([first.id]);
    await server.kill9();
    const bad = { ...aGameViewed(), type: 'com.platform.unheard.of.v1' };
    const waiting = Array.from({ length: 20 }, () => aGameViewed());
    await suite.collect([...waiting, bad]);
    await eventually(() => expect(suite.log.join('')).toContain('a batch waits for another try'));
    await sleep(1_000);
    expect(suite.downstream.validated).toHaveLength(1);
    expect(suite.downstream.letters).toHaveLength(0);
    await server.restart();
    const stored = await suite.validated(waiting.map(({ id }) => id));
    expect(stored.every(({ user_no }) => typeof user_no === 'number')).toBe(true);
    expect(await suite.letters(1)).toMatchObject([{ reason_code: 'SCHEMA_UNKNOWN' }]);
  });

  it('refuses what an erased person does, keeps nothing of it, and leaves that person out of what others do', async () => {
    const [gone, friend] = [randomUUID(), randomUUID()];
    await suite.service.get(Identities).erase({ kind: 'user', id: gone });
    const late = aGameViewed({ userId: gone });
    const friendship = {
      ...aGameViewed(),
      type: 'com.platform.social.friend.added.v1',
      data: { userId: friend, friendUserId: gone },
    };
    const before = suite.downstream.letters.length;
    await suite.collect([late, friendship]);
    const [stored] = await suite.validated([friendship.id]);
    expect(stored!.data).toEqual({ userId: stored!.user_no });
    const letter = (await suite.letters(before + 1)).at(-1)!;
    expect(letter).toMatchObject({
      reason_code: 'ERASED_SUBJECT',
      raw_base64: null,
      raw_sha256: null,
      source: { key_base64: null },
    });
    expect(JSON.stringify(suite.downstream.validated.map(eventOf)) + JSON.stringify(letter)).not.toContain(gone);
  });

  it('says of what it refuses whom it speaks of, and keeps nothing of who was erased, whatever it was refused for', async () => {
    const [gone, stays] = [randomUUID(), randomUUID()];
    const people = suite.service.get(Identities);
    await people.erase({ kind: 'user', id: gone });
    const refusedOf = (userId: string) => [
      JSON.stringify({ ...aGameViewed({ userId }), type: 'com.platform.unheard.of.v1' }),
      JSON.stringify(aGameViewed({ userId, gameId: 'no uuid' })),
      `{"data":{"userId":"${userId}"`,
    ];
    const before = suite.downstream.letters.length;
    const headers = { 'x-received-at': new Date().toISOString(), 'x-write-key-id': 'spec' };
    const records = [...refusedOf(gone), ...refusedOf(stays)].map((value) => ({ value, headers }));
    await suite.send(records.map((record) => ({ topic: COLLECTED_TOPIC, key: 'one', ...record })));
    const arrived = (await suite.letters(before + 6)).slice(before);
    const letters = arrived.toSorted((one, other) => Number(one.source.offset) - Number(other.source.offset));
    const reasons = ['SCHEMA_UNKNOWN', 'SCHEMA_VIOLATION', 'MALFORMED_JSON'];
    expect(letters.map(({ reason_code: reason }) => reason)).toEqual([...reasons, ...reasons]);
    const nothing = { raw_base64: null, raw_sha256: null, sealed_key_id: null, subjects: [] };
    expect(letters.slice(0, 3)).toMatchObject([nothing, nothing, nothing]);
    const [standIn] = people.standInsOf([{ kind: 'user', id: stays }]);
    for (const letter of letters.slice(3)) {
      expect(letter).toMatchObject({ raw_base64: expect.any(String), sealed_key_id: 'k1' });
      expect(letter.subjects).toContain(standIn);
    }
  });
});
