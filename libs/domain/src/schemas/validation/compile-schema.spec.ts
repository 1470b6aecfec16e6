import type { RegistrableSchema } from '../registered-schema';
import { SchemaCompiler } from './compile-schema';
import { SCHEMA_FORMATS } from './schema-formats';
import { unknownPropertiesOf } from './unknown-properties';

const compiler = new SchemaCompiler();
const schema = (properties: object, more: object = {}) =>
  ({ type: 'object', properties, ...more }) as RegistrableSchema;
const check = (a: object, value: unknown) => compiler.compile(schema({ a }))({ a: value });

describe('a check', () => {
  it.each([
    ['a number too small', { type: 'integer', minimum: 0 }, -1, 'NUMBER_OUT_OF_RANGE', 'minimum', '/a'],
    ['a number too large', { type: 'number', exclusiveMaximum: 5 }, 5, 'NUMBER_OUT_OF_RANGE', 'exclusiveMaximum', '/a'],
    ['an integer nobody can write down', { type: 'integer' }, 2 ** 53, 'NUMBER_OUT_OF_RANGE', 'maximum', '/a'],
    [
      'one below',
      { type: 'array', items: { type: 'integer' } },
      [-(2 ** 53)],
      'NUMBER_OUT_OF_RANGE',
      'minimum',
      '/a/0',
    ],
    ['a fraction', { type: 'integer' }, 1.5, 'SCHEMA_VIOLATION', 'type', '/a'],
    ['a text too long', { type: 'string', maxLength: 2 }, 'xxx', 'SCHEMA_VIOLATION', 'maxLength', '/a'],
    ['a value that is not listed', { enum: [1, 2] }, 3, 'SCHEMA_VIOLATION', 'enum', '/a'],
    ['another constant', { const: 1 }, 3, 'SCHEMA_VIOLATION', 'const', '/a'],
    ['a member that is missing', schema({ b: {} }, { required: ['b'] }), {}, 'SCHEMA_VIOLATION', 'required', '/a/b'],
    [
      'a member too many',
      schema({}, { additionalProperties: false }),
      { 'x/y': 1 },
      'SCHEMA_VIOLATION',
      'additionalProperties',
      '/a/x~1y',
    ],
    [
      'a name too long',
      { type: 'object', propertyNames: { maxLength: 1 } },
      { xx: 1 },
      'SCHEMA_VIOLATION',
      'maxLength',
      '/a/xx',
    ],
    ['no alternative', { anyOf: [{ type: 'string' }, { type: 'number' }] }, null, 'SCHEMA_VIOLATION', 'anyOf', '/a'],
    [
      'nearly an alternative',
      { anyOf: [{ type: 'string', maxLength: 1 }, { type: 'number' }] },
      'xx',
      'SCHEMA_VIOLATION',
      'maxLength',
      '/a',
    ],
    [
      'a number out of an alternative',
      { anyOf: [{ type: 'string' }, { type: 'number', maximum: 1 }] },
      2,
      'NUMBER_OUT_OF_RANGE',
      'maximum',
      '/a',
    ],
  ])('finds %s', (_, property, value, code, rule, pointer) => {
    expect(check(property, value)).toMatchObject({ code, rule, pointer });
  });

  it('says what would be right and never what was sent', () => {
    expect(check({ type: 'string', format: 'uuid' }, 'ivan@example.com')!.detail).toBe('must be a UUID');
    expect(check({ anyOf: [{ type: 'string' }, { type: 'number' }] }, null)!.detail).toBe('must be string or number');
  });

  it('counts letters as people do, not as the machine stores them', () => {
    expect(check({ type: 'string', maxLength: 2 }, '🙂🙂')).toBeUndefined();
  });

  it.each(SCHEMA_FORMATS)('knows the format %s', (format) => {
    expect(check({ type: 'string', format }, 'this is none of them')).toMatchObject({ rule: 'format' });
  });

  it.each(['2026-02-31', '2026-13-01', '2026-1-1', '2026-11-01Tnoon'])('knows that %s is no day', (day) => {
    expect(check({ type: 'string', format: 'day-or-instant' }, day)).toMatchObject({ rule: 'format' });
  });

  it('is made of each version of a schema, although they share their name', () => {
    const named = (most: number) =>
      compiler.compile(schema({ a: { type: 'number', maximum: most } }, { $id: 'urn:same' }));
    expect([named(1)({ a: 2 })?.rule, named(3)({ a: 2 })]).toEqual(['maximum', undefined]);
  });
});

describe('unknown properties', () => {
  const find = unknownPropertiesOf(
    schema({
      a: {},
      b: schema({ c: {} }),
      lines: { type: 'array', items: schema({ d: {} }) },
      map: { type: 'object', additionalProperties: { type: 'string' } },
    }),
  );

  it('are found wherever members are described, once each', () => {
    expect(find({ a: 1, x: 1, b: { c: 1, y: 1 }, lines: [{ d: 1, z: 1 }, { z: 1 }], map: { any: 'name' } })).toEqual([
      'x',
      'b.y',
      'lines.z',
    ]);
  });

  it('are none where everything is described', () => {
    expect(find({ a: { deep: 1 }, b: 'no object', lines: 'no list' })).toEqual([]);
    expect(find(null)).toEqual([]);
  });
});
