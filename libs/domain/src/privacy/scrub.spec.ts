import type { EventSchema } from '@analytics/contracts';
import fc from 'fast-check';
import { dataRuleOf } from './data-rule';
import { actorsOf, subjectKey, subjectsIn } from './personal-ids';
import { Scrubber } from './scrub';

const USER = '3f0e8a52-6c1d-4f7e-9a6b-2d4c8b1f7a10';
const FRIEND = '5b1f2f9e-8f6e-4b3a-9b43-0d5f0a3c1e77';
const schema = {
  properties: {
    userId: { type: 'string', 'x-pii': 'pseudonym' },
    anonymousId: { type: 'string', 'x-pii': 'pseudonym' },
    friendIds: { type: 'array', items: { type: 'string', 'x-pii': 'pseudonym' } },
    email: { type: 'string', 'x-pii': 'drop' },
    ipAddress: { type: 'string', 'x-pii': 'geo' },
    userAgent: { type: 'string', 'x-pii': 'agent' },
    text: { type: 'string', 'x-pii': 'text' },
    path: { type: 'string' },
    level: { type: 'integer' },
    utm: { type: 'object', properties: { source: { type: 'string' } } },
    lines: {
      type: 'array',
      items: { properties: { gameId: { type: 'string' }, giftTo: { $ref: '#/$defs/account' } } },
    },
    properties: { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
    anything: { type: 'object', additionalProperties: true },
  },
  anyOf: [{ properties: { onlyHere: { type: 'string' } } }],
  $defs: { account: { type: 'string', 'x-pii': 'pseudonym' } },
} as unknown as EventSchema;
const rule = dataRuleOf(schema);
const numbers = new Map([
  [`user:${USER}`, 17],
  ['device:device-7f3a', 4],
]);
const scrub = (data: Record<string, unknown>) => new Scrubber(subjectsIn(rule, data), numbers).data(rule, data);

describe('what is stored of an event', () => {
  it.each([
    ['ids of people as numbers', { userId: USER, anonymousId: 'device-7f3a' }, { userId: 17, anonymousId: 4 }],
    ['a UUID in any case as the same person', { userId: USER.toUpperCase() }, { userId: 17 }],
    ['nobody without a number', { userId: FRIEND, friendIds: [FRIEND, USER] }, { friendIds: [17] }],
    ['no e-mail, address or agent', { email: 'a@b.ru', ipAddress: '203.0.113.7', userAgent: 'curl' }, {}],
    ['how much was written', { text: 'Отличная игра, 10/10! 👍' }, { textLength: 23, textWords: 4 }],
    [
      'what the schema knows, at every depth',
      { level: 3, utm: { source: 'mail', x: 1 }, nick: 'A' },
      { level: 3, utm: { source: 'mail' } },
    ],
    [
      'members of lists',
      { lines: [{ gameId: 'g', giftTo: USER, secret: 1 }] },
      { lines: [{ gameId: 'g', giftTo: 17 }] },
    ],
    ['members known under a branch', { onlyHere: 'yes' }, { onlyHere: 'yes' }],
    [
      'described open maps, undescribed ones not',
      { properties: { a: 1 }, anything: { a: 1 } },
      { properties: { a: 1 }, anything: {} },
    ],
    ['texts without addresses and numbers', { path: '/mail/a@b.ru' }, { path: '[email]' }],
    [
      'open maps without names or numbers of people',
      { properties: { 'a@b.ru': 1, card: 4111111111111111, n: 12 } },
      { properties: { card: '[card]', n: 12 } },
    ],
    [
      'no id of its people inside another text',
      { userId: USER, path: `/u/${USER.toUpperCase()}/games` },
      { userId: 17, path: '/u/user-17/games' },
    ],
    [
      'not even of one without a number',
      { friendIds: [FRIEND], path: `/u/${FRIEND}` },
      { friendIds: [], path: '/u/user-unknown' },
    ],
  ])('%s', (_, data, expected) => {
    expect(scrub(data).data).toEqual(expected);
  });

  it('tells what was found', () => {
    expect(scrub({ nick: 'A', utm: { y: 1 }, path: 'a@b.ru +79161234567' }).report).toEqual({
      findings: ['email', 'phone'],
    });
  });

  it('does not pollute anything', () => {
    scrub(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as never);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('holds no personal text wherever it was put', () => {
    const secret = fc.oneof(
      fc.emailAddress(),
      fc.constant(USER),
      fc.constant('+7 916 123-45-67'),
      fc.constant('4111111111111111'),
    );
    const places = (s: string) => ({
      userId: USER,
      email: s,
      ipAddress: s,
      userAgent: s,
      text: s,
      path: `/x/${s}`,
      utm: { source: s, [s]: 1 },
      lines: [{ gameId: s, giftTo: s }],
      properties: { a: s, [s]: 'b' },
      [s]: s,
    });
    fc.assert(
      fc.property(secret, (s) => {
        expect(JSON.stringify(scrub(places(s)).data)).not.toContain(JSON.stringify(s).slice(1, -1));
      }),
    );
  });
});

describe('the people an event names', () => {
  it('are found at every depth, each once', () => {
    const data = { userId: USER, friendIds: [FRIEND, USER], lines: [{ giftTo: FRIEND }], anonymousId: 'device-7f3a' };
    expect(subjectsIn(rule, data).map(subjectKey)).toEqual([`user:${USER}`, 'user:' + FRIEND, 'device:device-7f3a']);
    expect(actorsOf(rule, data)).toEqual({
      user: { kind: 'user', id: USER },
      device: { kind: 'device', id: 'device-7f3a' },
    });
  });
});
