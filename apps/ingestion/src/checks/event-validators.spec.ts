import { CATALOGUE, GAME_VIEWED } from '@analytics/contracts';
import type { SchemaMode } from '@analytics/domain';
import { KnownSchemas } from '../registry/known-schemas';
import type { SchemaRegistry } from '../registry/schema-registry';
import { SchemaCounts } from '../registry/schema-counts';
import { EventValidators } from './event-validators';

const TYPE = 'com.platform.test.thing.v1';
const schemas = new KnownSchemas();
for (const entry of CATALOGUE) schemas.put({ ...entry, mode: 'reject' });

const put = (version: number, mode: SchemaMode, maximum: number) =>
  schemas.put({
    type: TYPE,
    version,
    mode,
    schema: { type: 'object', properties: { a: { type: 'integer', maximum } } },
  });

const counts = new SchemaCounts();
const validators = new EventValidators(schemas as unknown as SchemaRegistry, counts);
const viewed = CATALOGUE.find((entry) => entry.type === GAME_VIEWED)!.schema.examples[0]!;

const VIEWED_V1 = { schemaId: `urn:analytics:event:${GAME_VIEWED}`, schemaVersion: 1 };

describe('the checks of events', () => {
  it('point at the missing member itself', () => {
    const { gameId: _, ...without } = viewed as Record<string, unknown>;
    expect(validators.check(GAME_VIEWED, without)).toEqual({
      ok: false,
      refusal: {
        code: 'SCHEMA_VIOLATION',
        pointer: '/data/gameId',
        detail: 'is required',
        keyword: 'required',
        ...VIEWED_V1,
      },
    });
  });

  it.each([
    [{ gameId: 'no uuid' }, 'SCHEMA_VIOLATION', '/data/gameId', 'must be a UUID'],
    [
      { platform: 'amiga' },
      'SCHEMA_VIOLATION',
      '/data/platform',
      'must be one of: windows, macos, linux, android, ios, web, console',
    ],
    [{ discountPercent: 101 }, 'NUMBER_OUT_OF_RANGE', '/data/discountPercent', 'must be <= 100'],
    [{ priceMinor: -1 }, 'NUMBER_OUT_OF_RANGE', '/data/priceMinor', 'must be >= 0'],
    [{ currency: 'rub' }, 'SCHEMA_VIOLATION', '/data/currency', 'must be a currency code of ISO 4217'],
  ])('refuse %j and say what would be right', (change, code, pointer, detail) => {
    expect(validators.check(GAME_VIEWED, { ...viewed, ...change })).toEqual({
      ok: false,
      refusal: { code, pointer, detail, keyword: expect.any(String), ...VIEWED_V1 },
    });
  });

  it('do not know a type nobody registered', () => {
    const unknown = { ok: false, refusal: { code: 'SCHEMA_UNKNOWN', pointer: '/type' } };
    expect(validators.check('com.platform.unheard.of.v1', {})).toMatchObject(unknown);
  });

  it('use the newest version, or the one that is named', () => {
    put(1, 'reject', 1);
    put(2, 'reject', 2);
    const check = (dataschema?: string) => validators.check(TYPE, { a: 2 }, { dataschema });
    expect(check()).toMatchObject({ ok: true, value: { type: TYPE, version: 2, marks: [] } });
    expect(check(`urn:analytics:event:${TYPE}:1`)).toMatchObject({ ok: false, refusal: { pointer: '/data/a' } });
    expect(check(`https://admin/schemas/${TYPE}/versions/1`)).toMatchObject({ ok: false });
    expect(check('https://elsewhere/their-schema.json')).toMatchObject({ ok: true, value: { version: 2 } });
    expect(check(`urn:analytics:event:${TYPE}:9`)).toMatchObject({
      ok: false,
      refusal: { code: 'SCHEMA_UNKNOWN', pointer: '/dataschema' },
    });
    expect(check('urn:analytics:event:com.platform.other.thing.v1:1')).toMatchObject({
      ok: false,
      refusal: { pointer: '/dataschema' },
    });
  });

  it('refuse, mark or only count what breaks a rule, as the mode says', () => {
    const check = () => validators.check(TYPE, { a: 10 });
    put(3, 'reject', 3);
    expect(check()).toMatchObject({ ok: false, refusal: { code: 'NUMBER_OUT_OF_RANGE', pointer: '/data/a' } });
    put(3, 'stamp', 3);
    expect(check()).toMatchObject({ ok: true, value: { version: 3, marks: ['maximum /data/a'] } });
    put(3, 'observe', 3);
    expect(check()).toMatchObject({ ok: true, value: { version: 3, marks: [] } });
  });

  it('keep what was compiled when only the mode changes', () => {
    put(4, 'reject', 4);
    const before = schemas.find(TYPE, 4)!.check;
    put(4, 'stamp', 4);
    expect(schemas.find(TYPE, 4)).toMatchObject({ mode: 'stamp', check: before });
  });

  it('count properties nobody described, where nobody else counts them', () => {
    validators.check(GAME_VIEWED, { ...viewed, campaignName: 'x' });
    validators.check(GAME_VIEWED, { ...viewed, campaignName: 'x' });
    validators.check(GAME_VIEWED, { ...viewed, campaignName: 'x' }, { counted: false });
    expect(counts.takeUnknown()).toEqual([{ type: GAME_VIEWED, name: 'campaignName', count: 2 }]);
  });

  it('count which rules events break that pass all the same, not those that are refused', () => {
    counts.takeViolations();
    put(5, 'observe', 4);
    put(6, 'stamp', 4);
    put(7, 'reject', 4);
    for (const version of [5, 6, 6, 7]) {
      validators.check(TYPE, { a: 5 }, { dataschema: `urn:analytics:event:${TYPE}:${version}` });
    }
    const place = { type: TYPE, rule: 'maximum', pointer: '/data/a' };
    expect(counts.takeViolations()).toEqual([
      { ...place, version: 5, count: 1 },
      { ...place, version: 6, count: 2 },
    ]);
  });
});
