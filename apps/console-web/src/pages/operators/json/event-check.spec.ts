import { eventLines, type Fault } from './event-check';

const schema = {
  type: 'object',
  required: ['gameId', 'items'],
  properties: {
    gameId: { type: 'string', format: 'uuid' },
    platform: { type: 'string', enum: ['windows', 'linux'] },
    userId: { type: 'string', 'x-pii': 'pseudonym' },
    price: { $ref: '#/$defs/money' },
    items: {
      type: 'array',
      items: { type: 'object', required: ['count'], properties: { count: { type: 'integer' } } },
    },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
  allOf: [{ required: ['currency'], properties: { currency: { type: 'string', minLength: 3, maxLength: 3 } } }],
  if: { properties: { platform: { const: 'linux' } } },
  then: { required: ['kernel'], properties: { kernel: { type: 'string' } } },
  $defs: { money: { type: ['number', 'null'], minimum: 0 } },
};
const event = (data: unknown) => ({
  ...{ specversion: '1.0', id: '1', source: '/s', type: 't', time: '2026-11-21T10:00:00Z', data },
});
const NONE: Fault = { pointer: null, keyword: null };
const right = { gameId: 'g', items: [], currency: 'RUB' };
const linesOf = (data: unknown, fault = NONE, wanted: object | null = schema) =>
  eventLines(event(data), (wanted ?? undefined) as never, fault).filter(({ pointer }) => pointer.startsWith('/data/'));
const verdicts = (data: unknown, fault = NONE, wanted: object | null = schema) =>
  Object.fromEntries(linesOf(data, fault, wanted).map(({ pointer, verdict }) => [pointer.slice(5), verdict]));

describe('an event beside its schema', () => {
  it('fits where nothing is wrong', () => {
    expect(eventLines(event(right), schema, NONE).every(({ verdict }) => verdict === 'fits')).toBe(true);
  });

  it('shows what is missing where it belongs, with what is wanted there', () => {
    expect(verdicts({ items: [{ count: 1 }, {}] })).toMatchObject({
      ...{ '/gameId': 'missing', '/currency': 'missing' },
      ...{ '/items/0/count': 'fits', '/items/1/count': 'missing' },
    });
    const [line] = linesOf({ items: [], currency: 'RUB' }).filter(({ verdict }) => verdict === 'missing');
    expect(line).toMatchObject({
      name: 'gameId',
      depth: 1,
      required: true,
      expected: { type: 'string', format: 'uuid' },
    });
  });

  it('shows what is wrong by type, by value and behind a reference', () => {
    expect(verdicts({ ...right, gameId: 7, platform: 'toaster', price: '12' })).toMatchObject({
      ...{ '/gameId': 'wrong', '/platform': 'wrong', '/price': 'wrong' },
    });
    expect(verdicts({ ...right, price: null })).toMatchObject({ '/price': 'fits' });
  });

  it('shows what the schema does not know, also when its name is hidden, but not what a branch or an open map knows', () => {
    expect(
      verdicts({ ...right, gameID: 'g', '[unknown 1]': '[masked]', kernel: '6', labels: { any: 'x' } }),
    ).toMatchObject({
      ...{ '/gameID': 'unknown', '/[unknown 1]': 'unknown', '/kernel': 'fits', '/labels/any': 'fits' },
    });
  });

  it('says nothing of what is masked', () => {
    expect(verdicts({ ...right, userId: '[masked]', platform: '[masked]' })).toMatchObject({
      ...{ '/userId': 'hidden', '/platform': 'hidden' },
    });
  });

  it('believes the server where it found the fault', () => {
    const found = linesOf({ ...right, gameId: '[masked text of 8]' }, { pointer: '/data/gameId', keyword: 'format' });
    expect(found.filter(({ isFault }) => isFault)).toMatchObject([{ pointer: '/data/gameId', verdict: 'wrong' }]);
    const missing = linesOf({ ...right, platform: 'linux' }, { pointer: '/data/kernel', keyword: 'required' });
    expect(missing.filter(({ isFault }) => isFault)).toMatchObject([{ pointer: '/data/kernel', verdict: 'missing' }]);
  });

  it('of an unknown type is shown as it is', () => {
    expect(verdicts({ any: 1 }, NONE, null)).toEqual({ '/any': 'fits' });
    expect(eventLines('[masked] 12 bytes', undefined, NONE)).toEqual([]);
  });

  it('that is deeper than anybody reads ends', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100; level += 1) deep = { deep };
    expect(linesOf(deep, NONE, { $ref: '#' }).length).toBeLessThan(40);
  });
});
