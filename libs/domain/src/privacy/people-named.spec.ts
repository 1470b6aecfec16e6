import { peopleNamed } from './people-named';
import { subjectKey } from './personal-ids';

const ANNA = '0b8cbb0e-6d4e-4a39-9ba4-3b0a4a1f7f01';
const BORIS = '7d0a1c52-55f1-4d8f-8a0f-0a3f5f9f1b02';
const GAME = '11111111-2222-4333-8444-555555555555';

const named = (event: unknown) =>
  peopleNamed(typeof event === 'string' ? event : JSON.stringify(event)).map(subjectKey);

describe('who a refused event speaks of', () => {
  it.each<[string, unknown, string[]]>([
    [
      'its account and its device',
      { data: { userId: ANNA, anonymousId: 'device-1' } },
      [`user:${ANNA}`, 'device:device-1'],
    ],
    ['an id in capitals as the same', { data: { userId: ANNA.toUpperCase() } }, [`user:${ANNA}`]],
    ['a number', { data: { account_id: 17 } }, ['user:17']],
    ['a friend, however deep', { data: { a: [{ b: { friendUserId: BORIS } }] } }, [`user:${BORIS}`]],
    ['each of a list', { data: { members: [ANNA, BORIS] } }, [`user:${ANNA}`, `user:${BORIS}`]],
    ['a UUID under a name nobody knows', { data: { who: ANNA } }, [`user:${ANNA}`]],
    ['a subject, which may be either', { subject: ANNA, data: {} }, [`user:${ANNA}`, `device:${ANNA}`]],
    ['bare data, as in binary mode', { userId: ANNA }, [`user:${ANNA}`]],
    ['UUIDs in what is no JSON', `{"data":{"userId":"${ANNA}"`, [`user:${ANNA}`, `device:${ANNA}`]],
  ])('is %s', (_, event, people) => {
    expect(named(event)).toEqual(people);
  });

  it.each<[string, unknown]>([
    ['a game', { data: { gameId: GAME, transactionId: GAME, sessionId: GAME } }],
    ['the id of the event', { id: ANNA, source: '/s', data: {} }],
    ['a text', { data: { title: 'of nobody', userId: '' } }],
    ['nothing', null],
  ])('is not %s', (_, event) => {
    expect(named(event)).toEqual([]);
  });

  it('is bounded, whatever was sent', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `device-${index}`);
    expect(named({ data: { devices: many } })).toHaveLength(16);
    expect(named(`${'['.repeat(9_000)}"${ANNA}"${']'.repeat(9_000)}`)).toEqual([]);
    expect(named({ data: { userId: 'x'.repeat(10_000) } })).toEqual([]);
  });
});
