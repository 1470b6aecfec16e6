import fc from 'fast-check';
import type { ValidatedEvent } from '@analytics/contracts';
import { SAID } from './fixtures/said.fixture';
import { FACT_TABLES, factRows, factsOf, type Facts } from './facts';
import { FactRefused } from './reading/fact-refused';

const PAYMENT = 'com.platform.payment.transaction.completed.v1';
const REFUND = 'com.platform.payment.refund.processed.v1';
const AT = '2026-11-01T12:00:00.123Z';
const FROM = { topic: 'validated', partition: 3, offset: 41n, hash: 99n };

const example = (type: string): Readonly<Record<string, unknown>> => SAID[type]!;

function event(type: string, data: Readonly<Record<string, unknown>>, more: Partial<ValidatedEvent> = {}) {
  return {
    ...{ type, source: '/spec', id: 'e-1', schema_version: 1, data, occurred_at: AT, sent_at: null, received_at: AT },
    ...{ effective_at: AT, user_no: 7, device_no: null, country: 'RU', platform: null, device_family: null },
    ...{ os_family: null, browser_family: null, is_bot: false, is_staff: false, correlation_id: null },
    ...{ fingerprint: 'f', import_id: null, schema_marks: [], ...more },
  } satisfies ValidatedEvent;
}

const facts = (type: string, data: Readonly<Record<string, unknown>>, more: Partial<ValidatedEvent> = {}): Facts =>
  factsOf(event(type, data, more), FROM);
const payment = (more: Readonly<Record<string, unknown>>) => facts(PAYMENT, { ...example(PAYMENT), ...more });
const refund = (more: Readonly<Record<string, unknown>>) => facts(REFUND, { ...example(REFUND), ...more });
const line = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ gameId: 'g', grossMinor: 199_900, discountMinor: 1, taxMinor: 3, feeMinor: 0, quantity: 2 },
  ...more,
});

describe('the lines of a payment', () => {
  it('are one row each, every amount rounded for itself', () => {
    const { revenue_ledger: rows } = payment({
      lines: [line(), line({ gameId: 'h', grossMinor: 1 })],
      currency: 'USD',
      rateToRub: '92.4512',
    });
    expect(
      rows.map((row) => [row.line_no, row.game_id, row.gross_kopecks, row.discount_kopecks, row.tax_kopecks]),
    ).toEqual([
      [0, 'g', 18_480_995n, 92n, 277n],
      [1, 'h', 92n, 92n, 277n],
    ]);
    expect(rows[0]).toMatchObject({
      ...{ entry: 'purchase', payment_kind: 'game', payment_method: 'card', quantity: 2, currency: 'USD', user_no: 7 },
      ...{ fee_kopecks: 0n, refund_kopecks: 0n, chargeback_kopecks: 0n, country: 'RU', platform: '' },
      ...{ booked_at: new Date(AT), source: '/spec', id: 'e-1', _kt: 'validated', _kp: 3, _ko: 41n, _hash: 99n },
    });
  });

  it.each(['pending', 'failed', 'Completed', ''])('of one that is %p are no rows', (status) => {
    expect(payment({ status }).revenue_ledger).toEqual([]);
  });

  it.each(['game', 'dlc', 'ingame', 'gift', 'topup'])('are rows of the kind %s', (kind) => {
    expect(payment({ kind }).revenue_ledger.map((row) => row.payment_kind)).toEqual([kind]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no lines', { lines: undefined }],
    ['lines that are no list', { lines: 'two' }],
    ['lines that are no objects', { lines: [null, 1, 'x'] }],
    ['a negative amount', { lines: [line({ taxMinor: -1 })] }],
    ['a fraction of a minor unit', { lines: [line({ feeMinor: 0.5 })] }],
    ['an amount in a text', { lines: [line({ grossMinor: '1' })] }],
    ['no quantity', { lines: [line({ quantity: undefined })] }],
    ['no rate', { rateToRub: undefined }],
    ['a rate that is a number', { rateToRub: 92.5 }],
    ['a negative rate', { rateToRub: '-92.5' }],
  ])('with %s, as a schema that only observes lets through, say nothing of money', (_, more) => {
    expect(payment(more).revenue_ledger).toEqual([]);
  });

  it('keep the others and their numbers when one is malformed', () => {
    const { revenue_ledger: rows } = payment({ lines: [line({ taxMinor: -1 }), line()] });
    expect(rows.map((row) => row.line_no)).toEqual([1]);
  });

  it('that no table could hold refuse the event, saying where', () => {
    const big = { lines: [line(), line({ feeMinor: 10 ** 12 })], rateToRub: '999999999999' };
    expect(() => payment(big)).toThrow(FactRefused);
    expect(() => payment({ lines: [line({ feeMinor: 10 ** 12 })], rateToRub: '1001' })).toThrow(
      expect.objectContaining({ source: { pointer: '/data/lines/0/feeMinor' } }),
    );
    expect(payment({ lines: [line({ feeMinor: 10 ** 12 })], rateToRub: '1000' }).revenue_ledger).toHaveLength(1);
  });
});

describe('the lines of a refund', () => {
  it.each(['refund', 'chargeback'] as const)('are rows of a %s and of nothing else', (kind) => {
    const lines = [{ gameId: 'g', amountMinor: 1 }];
    const { revenue_ledger: rows } = refund({ kind, lines, rateToRub: '0.5', transactionId: 't' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ...{ entry: kind, transaction_id: 't', game_id: 'g', payment_kind: '', payment_method: '', quantity: 0 },
      ...{ gross_kopecks: 0n, discount_kopecks: 0n, tax_kopecks: 0n, fee_kopecks: 0n },
      ...{ refund_kopecks: 0n, chargeback_kopecks: 0n, [`${kind}_kopecks`]: 1n },
    });
  });

  it.each([{ kind: 'gift' }, { lines: [{ gameId: 'g', amountMinor: -5 }] }])(
    'that are none, %j, are left out',
    (more) => {
      expect(refund(more).revenue_ledger).toEqual([]);
    },
  );
});

describe('other facts', () => {
  it('of an experiment say who saw what, be it a device alone', () => {
    const type = 'com.platform.analytics.experiment.exposed.v1';
    const { exposures } = facts(type, { experimentKey: 'k', variantKey: 'v' }, { user_no: null, device_no: 5 });
    expect(exposures).toEqual([
      expect.objectContaining({ experiment_key: 'k', variant_key: 'v', user_no: 0, device_no: 5 }),
    ]);
    expect(facts(type, { experimentKey: 'k' }).exposures).toEqual([]);
  });

  it('of a service carry what it left out as unknown', () => {
    const type = 'com.platform.system.service.measured.v1';
    const [full] = facts(type, example(type)).service_measurements;
    expect(full).toMatchObject({
      service: 'catalog',
      requests: 1200n,
      errors: 3n,
      cpu_percent: 35,
      memory_bytes: 268_435_456n,
    });
    const { cpuPercent, memoryBytes, ...less } = example(type);
    expect([cpuPercent, memoryBytes]).not.toContain(undefined);
    expect(facts(type, less).service_measurements).toEqual([
      expect.objectContaining({ cpu_percent: null, memory_bytes: null }),
    ]);
    expect(facts(type, { ...less, errors: 'many' }).service_measurements).toEqual([]);
  });

  it.each([
    ['2026-11-01', '2026-11-01'],
    ['2026-11-01T00:30:00+03:00', '2026-11-01'],
    ['1969-12-31', null],
    ['2150-01-01', null],
    ['2026-02-30', null],
    ['soon', null],
  ])('of a game released %s have the day %s', (releaseDate, day) => {
    const type = 'com.platform.developer.game.published.v1';
    const [game] = facts(type, { ...example(type), releaseDate }).dim_games;
    expect(game).toMatchObject({ title: 'Орбита', genres: ['strategy'], price_minor: 199_900n, release_date: day });
  });
});

describe('the event itself', () => {
  const columns = (type: string, data: Readonly<Record<string, unknown>>) => facts(type, data).events;

  it.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['com.platform.catalog.game.viewed.v1', {}, true],
    ['com.platform.library.session.started.v1', {}, true],
    ['com.platform.social.review.created.v1', {}, true],
    ['com.platform.social.friend.added.v1', {}, true],
    [PAYMENT, {}, true],
    [PAYMENT, { kind: 'gift' }, true],
    [PAYMENT, { kind: 'topup' }, false],
    [PAYMENT, { status: 'failed' }, false],
    [REFUND, {}, false],
    ['com.platform.catalog.game.searched.v1', {}, false],
    ['com.platform.library.session.ended.v1', {}, false],
    ['com.platform.client.event.tracked.v1', {}, false],
  ])('%s with %j is an act: %s', (type, more, act) => {
    expect(columns(type, { ...example(type), ...more }).is_activity).toBe(act);
  });

  it('has its own time, length and subject in columns', () => {
    const type = 'com.platform.library.session.ended.v1';
    const own_at = new Date('2026-11-01T19:30:00Z');
    expect(columns(type, example(type))).toMatchObject({
      own_at,
      duration_seconds: 5400,
      subject_id: example(type)['sessionId'],
    });
    expect(columns(type, { ...example(type), sessionEndTime: 'yesterday' }).own_at).toBeNull();
    expect(columns('com.platform.account.status.updated.v1', {})).toMatchObject({
      own_at: null,
      subject_id: '',
      kind: '',
    });
  });

  it('holds whatever a type nobody knows says in the names it shares', () => {
    const odd = { rating: 300, durationSeconds: -1, gameId: 5, action: 'click', name: 'n', status: { a: 1 } };
    expect(columns('x', odd)).toMatchObject({ rating: 0, duration_seconds: 0, game_id: '', kind: 'click', status: '' });
  });

  it('is one row, and the tables of everything are in the blocks of a batch', () => {
    const batch = Object.keys(SAID).map((type) => facts(type, example(type)));
    const rows = factRows(batch);
    expect(Object.keys(rows)).toEqual(Object.keys(FACT_TABLES));
    expect(Object.values(rows).map((block) => block.length)).toEqual([Object.keys(SAID).length, 2, 1, 1, 1]);
    for (const [table, block] of Object.entries(rows)) {
      const names = FACT_TABLES[table as keyof Facts].columns.map((column) => column.name);
      for (const row of block) expect(Object.keys(row).sort()).toEqual([...names].sort());
    }
  });
});

describe('whatever data says', () => {
  const value = fc.oneof(
    fc.constantFrom('refund', 'completed', 'game', '1', '92.4512', '2026-11-01', 'a'),
    fc.oneof(fc.double(), fc.integer({ min: -5, max: 10 ** 6 }), fc.maxSafeInteger()),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const names = Object.values(SAID).flatMap((each) => Object.keys(each));
  const line = fc.dictionary(
    fc.constantFrom('gameId', 'grossMinor', 'discountMinor', 'taxMinor', 'feeMinor', 'quantity', 'amountMinor'),
    value,
  );
  const data = fc
    .tuple(fc.dictionary(fc.constantFrom(...names), value), fc.oneof(value, fc.array(line, { maxLength: 4 })))
    .map(([said, lines]) => ({ ...said, lines }));

  it('the projection ends, says the same again, and no amount is below zero', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(SAID)), data, (type, said) => {
        let first: Facts;
        try {
          first = facts(type, said);
        } catch (error) {
          expect(error).toBeInstanceOf(FactRefused);
          return;
        }
        expect(facts(type, said)).toEqual(first);
        for (const row of first.revenue_ledger) {
          const amounts = Object.entries(row).filter(([name]) => name.endsWith('_kopecks'));
          expect(amounts).toHaveLength(6);
          for (const [, amount] of amounts) expect(Number(amount)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
