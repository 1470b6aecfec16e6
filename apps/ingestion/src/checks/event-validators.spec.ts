import { CATALOGUE, GAME_VIEWED } from '@analytics/contracts';
import { EventValidators } from './event-validators';

const validators = new EventValidators();
const viewed = CATALOGUE.find((entry) => entry.type === GAME_VIEWED)!.schema.examples[0]!;

describe('the validators of the catalogue', () => {
  it.each(CATALOGUE.flatMap(({ type, schema }) => schema.examples.map((example) => [type, example] as const)))(
    'take the example of %s',
    (type, example) => {
      expect(validators.check(type, example).ok).toBe(true);
    },
  );

  it('point at the missing member itself', () => {
    const { gameId: _, ...without } = viewed as Record<string, unknown>;
    expect(validators.check(GAME_VIEWED, without)).toEqual({
      ok: false,
      refusal: { code: 'SCHEMA_VIOLATION', pointer: '/data/gameId', detail: 'is required' },
    });
  });

  it.each([
    [{ gameId: 'no uuid' }, '/data/gameId', 'must be a UUID'],
    [{ platform: 'amiga' }, '/data/platform', 'must be one of: windows, macos, linux, android, ios, web, console'],
    [{ discountPercent: 101 }, '/data/discountPercent', 'must be <= 100'],
    [{ priceMinor: -1 }, '/data/priceMinor', 'must be >= 0'],
    [{ currency: 'rub' }, '/data/currency', 'must be a currency code of ISO 4217'],
  ])('refuse %j and say what would be right', (change, pointer, detail) => {
    expect(validators.check(GAME_VIEWED, { ...viewed, ...change })).toEqual({
      ok: false,
      refusal: { code: 'SCHEMA_VIOLATION', pointer, detail },
    });
  });

  it('do not know a type nobody registered', () => {
    expect(validators.check('com.platform.unheard.of.v1', {})).toMatchObject({
      ok: false,
      refusal: { code: 'SCHEMA_UNKNOWN', pointer: '/type' },
    });
  });
});
