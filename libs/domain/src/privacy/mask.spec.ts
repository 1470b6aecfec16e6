import type { EventSchema } from '@analytics/contracts';
import { MASKED, maskedEvent } from './mask';

const USER = '0b8cbb0e-6d4e-4a39-9ba4-3b0a4a1f7f01';
const GAME = '7d444840-9dc0-11d1-b245-5ffdce74fad2';
const schema = {
  type: 'object',
  properties: {
    userId: { type: 'string', 'x-pii': 'pseudonym' },
    query: { type: 'string', 'x-pii': 'text' },
    ipAddress: { type: 'string', 'x-pii': 'geo' },
    gameId: { type: 'string', format: 'uuid' },
    placement: { type: 'string' },
    amount: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    game: { type: 'object', properties: { title: { type: 'string' }, note: { type: 'string', 'x-pii': 'drop' } } },
    properties: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
  },
} as unknown as EventSchema;
const event = (data: unknown, more = {}) => ({
  specversion: '1.0',
  id: '1',
  source: '/s',
  type: 't',
  time: 'now',
  ...more,
  data,
});
const dataOf = (data: unknown, fault?: string) => (maskedEvent(event(data), schema, fault) as { data: unknown }).data;

describe('a masked event', () => {
  it('keeps its structure and what would be stored as it is', () => {
    const data = { gameId: GAME, placement: 'search', amount: 7, tags: ['a', 'b'], game: { title: 'Go' } };
    expect(maskedEvent(event(data), schema)).toEqual(event(data));
  });

  it('shows nothing its schema calls personal, at any depth', () => {
    const data = { userId: USER, query: 'my words', ipAddress: '10.1.2.3', game: { title: 'Go', note: 'canary' } };
    expect(dataOf(data)).toEqual({
      ...{ userId: MASKED, query: MASKED, ipAddress: MASKED },
      game: { title: 'Go', note: MASKED },
    });
  });

  it('shows no person in a text that stays', () => {
    const data = {
      userId: USER,
      placement: `of ${USER} ivan@example.com`,
      tags: ['+7 912 345-67-89', '4111 1111 1111 1111'],
    };
    expect(JSON.stringify(dataOf(data))).not.toMatch(/0b8cbb0e|ivan|912|4111/);
  });

  it('shows neither names nor values of what its schema does not know', () => {
    const shown = JSON.stringify(dataOf({ canaryName: 'canary', game: { canary: { canary: ['canary'] } } }));
    expect(shown).not.toContain('canary');
    expect(shown).toContain('[unknown 1]');
    expect(JSON.stringify(dataOf({ properties: { 'ivan@example.com': 'blue', level: 4111111111111111 } }))).not.toMatch(
      /ivan|4111/,
    );
  });

  it('shows of the member at fault what kind of thing it is', () => {
    expect(dataOf({ gameId: 'Ivan Petrov', amount: 1 }, '/data/gameId')).toEqual({
      gameId: '[masked text of 11]',
      amount: 1,
    });
    expect(dataOf({ gameId: { name: 'Ivan' } }, '/data/gameId')).toEqual({ gameId: { '[unknown 1]': MASKED } });
    expect(dataOf({ gameId: ['Ivan'] }, '/data/gameId')).toEqual({ gameId: MASKED });
    expect(maskedEvent(event({}, { time: 'Ivan' }), schema, '/time')).toMatchObject({ time: MASKED });
  });

  it('shows no attribute that may name anybody', () => {
    const shown = maskedEvent(
      event({}, { subject: 'ivan', myextension: 'ivan', 'Ivan Petrov': 1, time: ['ivan'] }),
      schema,
    );
    expect(JSON.stringify(shown)).not.toMatch(/ivan/i);
    expect(shown).toMatchObject({ subject: MASKED, myextension: MASKED });
  });

  it('is nothing but its envelope where the type is not known', () => {
    expect(maskedEvent(event({ a: 1 }), undefined)).toEqual(event(MASKED));
    expect([maskedEvent([1], schema), maskedEvent('text', schema), maskedEvent(null, undefined)]).toEqual([
      MASKED,
      MASKED,
      MASKED,
    ]);
  });
});
