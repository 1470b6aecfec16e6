import { passed, refused, Unavailable } from '@analytics/domain';
import { Logger } from '@nestjs/common';
import { aRecord } from './fixtures/records.fixture';
import { IntakeBroken, IntakeFlow } from './intake-flow';

const flow = (count: number) =>
  IntakeFlow.of(Array.from({ length: count }, (_, i) => aRecord({}, { offset: BigInt(i) }))).step(
    'validate',
    'number',
    (_, { offset }) => passed({ event: { type: `t${offset}` }, n: Number(offset) }),
  );

// What the spec breaks on purpose is logged; only its result is of interest.
beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));

describe('the flow of a batch', () => {
  it('answers for every record in the order of the batch, and goes on with those that passed', () => {
    const odd = flow(5).step('validate', 'odd', (value) =>
      value.n % 2 ? passed(value) : refused('SCHEMA_VIOLATION', 'is even', '/n'),
    );
    const large = odd.step('enrich', 'large', (value) =>
      value.n > 1 ? passed(value) : refused('ENRICH_FAILED', 'is small'),
    );
    expect(large.values.map(({ n }) => n)).toEqual([3]);
    expect(
      large.outcomes().map((outcome) => (outcome.status === 'rejected' ? outcome.deadLetter.reason : outcome.status)),
    ).toEqual(['SCHEMA_VIOLATION', 'ENRICH_FAILED', 'SCHEMA_VIOLATION', 'kept', 'SCHEMA_VIOLATION']);
  });

  it('tells what is known of the event, and nothing of a person', () => {
    const [outcome] = flow(1)
      .step('validate', 'named', () =>
        passed({ event: { type: 'a@b.ru', source: '/a@b.ru', id: '7' }, schema: { id: 'urn:x', version: 3 } }),
      )
      .step('validate', 'refuse', () => ({
        ok: false,
        refusal: { code: 'SCHEMA_VIOLATION', detail: 'no a@b.ru', pointer: '/data/a@b.ru', keyword: 'type' },
      }))
      .outcomes();
    expect(outcome).toEqual({
      status: 'rejected',
      deadLetter: {
        stage: 'validate',
        reason: 'SCHEMA_VIOLATION',
        message: 'no [email]',
        pointer: '[email]',
        keyword: 'type',
        retriable: false,
        eventType: '[email]',
        eventSource: '[email]',
        eventId: '7',
        schemaId: 'urn:x',
        schemaVersion: 3,
        personal: true,
        forgetsRaw: false,
      },
    });
  });

  it('keeps nothing of a person who was erased', () => {
    const [outcome] = flow(1)
      .step('validate', 'erased', () => refused('ERASED_SUBJECT', 'gone'))
      .outcomes();
    expect(outcome).toMatchObject({ deadLetter: { reason: 'ERASED_SUBJECT', forgetsRaw: true } });
  });

  const failing = (count: number, fails: (n: number) => boolean) =>
    flow(count).step('enrich', 'fragile', (value) => {
      if (fails(value.n)) throw new TypeError('of a@b.ru');
      return passed(value);
    });

  it('lets an event that breaks a step leave alone', () => {
    const outcomes = failing(100, (n) => n === 50).outcomes();
    expect(outcomes.filter(({ status }) => status === 'kept')).toHaveLength(99);
    expect(outcomes[50]).toMatchObject({ deadLetter: { reason: 'INTERNAL', message: 'the step "fragile" failed' } });
  });

  it.each([
    ['half of a batch breaks', 20, (n: number) => n % 2 === 0],
    ['a hundred in a row break', 1_000, (n: number) => n >= 200 && n < 300],
  ])('refuses nothing when %s: the fault is ours', (_, count, fails) => {
    expect(() => failing(count, fails).outcomes()).toThrow(IntakeBroken);
  });

  it('does not call a small batch of one broken event our fault', () => {
    expect(failing(1, () => true).outcomes()).toMatchObject([{ status: 'rejected' }]);
  });

  it('stops as a whole when a store is away', () => {
    expect(() =>
      flow(3).step('enrich', 'store', () => {
        throw new Unavailable('a store');
      }),
    ).toThrow(Unavailable);
  });
});
