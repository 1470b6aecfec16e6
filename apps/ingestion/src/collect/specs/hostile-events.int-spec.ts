import { aGameViewed, suiteNamespace } from '@analytics/testing';
import { CollectSuite, eventOf } from './collect-suite.fixture';

let suite: CollectSuite;

beforeAll(async () => {
  const place = await suiteNamespace('hostile-events', { databases: ['postgres'] });
  suite = await CollectSuite.start(place);
});
afterAll(() => suite.stop());

const PAYMENT = 'com.platform.payment.transaction.completed.v1';
const LINE = { gameId: '5b1f2f9e-8f6e-4b3a-9b43-0d5f0a3c1e77', grossMinor: 99_900, discountMinor: 0, taxMinor: 16_650 };
const payment = (change: object, line: object = {}): Record<string, unknown> => ({
  ...aGameViewed(),
  type: PAYMENT,
  data: {
    transactionId: '0d9f1a8c-3f47-4b0e-9d38-4a1c9a1f6b11',
    userId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    kind: 'game',
    lines: [{ ...LINE, feeMinor: 4_995, quantity: 1, ...line }],
    currency: 'RUB',
    rateToRub: '1',
    paymentMethod: 'card',
    status: 'completed',
    ...change,
  },
});

/** The text of an event with something put into its data that no JSON writer would write. */
const withText = (members: string): string => JSON.stringify(aGameViewed()).replace('"data":{', `"data":{${members},`);
const at = (time: string): string => JSON.stringify({ ...aGameViewed(), time });
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Rows of the attack matrix on what comes in: each is refused as an item, beside a neighbour that goes in. */
const ATTACKS: readonly (readonly [row: number, what: string, text: string, code: string, pointer: string])[] = [
  [70, 'is nested 21 levels deep', withText(`"deep":${nested(20)}`), 'TOO_DEEP', `/data/deep${'/0'.repeat(18)}`],
  [71, 'has a __proto__ of its own', withText('"__proto__":{"polluted":1}'), 'MALFORMED_JSON', '/data/__proto__'],
  [72, 'says a property twice', withText('"placement":"a"'), 'MALFORMED_JSON', '/data/placement'],
  [
    73,
    'has an integer that loses digits',
    withText('"priceMinor":9007199254740993'),
    'NUMBER_OUT_OF_RANGE',
    '/data/priceMinor',
  ],
  [73, 'has a number beyond all numbers', withText('"priceMinor":1e400'), 'NUMBER_OUT_OF_RANGE', '/data/priceMinor'],
  [74, 'has half a character', withText('"campaignId":"\\ud800"'), 'ENCODING', '/data/campaignId'],
  [74, 'has a NUL in a text', withText('"campaignId":"a\\u0000b"'), 'ENCODING', '/data/campaignId'],
  [76, 'happened in the year 0', at('0000-01-01T00:00:00Z'), 'EVENT_TIME_OUT_OF_RANGE', '/time'],
  [76, 'happens in the year 9999', at('9999-12-31T23:59:59Z'), 'EVENT_TIME_OUT_OF_RANGE', '/time'],
  [76, 'happened in the year 1', at('0001-01-01T00:00:00Z'), 'EVENT_TIME_OUT_OF_RANGE', '/time'],
  [76, 'has a time without a zone', at('2026-11-01T10:00:00'), 'NOT_CLOUDEVENT', '/time'],
  [76, 'happened on the 30th of February', at('2026-02-30T10:00:00Z'), 'NOT_CLOUDEVENT', '/time'],
  [
    77,
    'is of a type nobody registered',
    JSON.stringify({ ...aGameViewed(), type: 'com.platform.un.heard.v1' }),
    'SCHEMA_UNKNOWN',
    '/type',
  ],
  [
    77,
    'is of a version nobody registered',
    JSON.stringify({ ...aGameViewed(), type: 'com.platform.catalog.game.viewed.v9' }),
    'SCHEMA_UNKNOWN',
    '/type',
  ],
  [
    88,
    'has a negative amount',
    JSON.stringify(payment({}, { grossMinor: -1 })),
    'NUMBER_OUT_OF_RANGE',
    '/data/lines/0/grossMinor',
  ],
  [
    88,
    'has an amount beyond all money',
    JSON.stringify(payment({}, { grossMinor: 9e15 })),
    'NUMBER_OUT_OF_RANGE',
    '/data/lines/0/grossMinor',
  ],
  [88, 'pays in no currency', JSON.stringify(payment({ currency: 'rubles' })), 'SCHEMA_VIOLATION', '/data/currency'],
];

describe('an event that', () => {
  it.each(ATTACKS)('(row %i) %s', async (_row, _what, text, code, pointer) => {
    const neighbour = aGameViewed();
    const { status, body } = await suite.post(`[${text},${JSON.stringify(neighbour)}]`);
    expect({ status, items: body.data.items }).toMatchObject({ status: 202, items: [{ index: 0, code, pointer }] });
    expect(body.data).toMatchObject({ accepted: 1, rejected: 1 });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('(row 76) happened before the epoch by its sender’s broken clock is refused by its time', async () => {
    const { body } = await suite.post([JSON.parse(at('0001-01-01T00:00:00+00:00')), aGameViewed()]);
    expect(body.data.items).toMatchObject([{ index: 0, code: 'EVENT_TIME_OUT_OF_RANGE' }]);
  });

  it('(row 78) invents 5 000 properties goes in without them', async () => {
    const event = aGameViewed();
    const invented = Object.fromEntries(Array.from({ length: 5_000 }, (_, number) => [`invented${number}`, number]));
    expect((await suite.post({ ...event, data: { ...event.data, ...invented } })).status).toBe(202);
    // The collected topic holds what was sent; that nothing of it is stored is intake's to show.
    await suite.collected([event.id]);
  });

  it('(row 79) has the name of another one is a conflict, and the first stays', async () => {
    const first = aGameViewed();
    await suite.post(first);
    const { status, body } = await suite.post({ ...first, data: { ...first.data, placement: 'another' } });
    expect(status).toBe(422);
    expect(body.data.items).toMatchObject([{ code: 'ID_CONFLICT', pointer: '/id' }]);
  });

  it('(row 80) sets what only we may know is believed nothing of it', async () => {
    const event = aGameViewed();
    const claims = { user_no: 1, received_at: '1999-01-01T00:00:00Z', country: 'KP', is_staff: true };
    expect((await suite.post({ ...event, ...claims, data: { ...event.data, ...claims } })).status).toBe(202);
    const [record] = await suite.collected([event.id]);
    expect(record!.headers['x-received-at']).not.toContain('1999');
    expect(eventOf(record!)['id']).toBe(event.id);
  });
});
