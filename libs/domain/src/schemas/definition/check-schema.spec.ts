import { checkRegistration } from '../check-registration';
import { SchemaInvalid } from '../schema-errors';
import { checkSchema } from './check-schema';
import { isTypeName } from './type-name';

const schema = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const withA = (a: object) => schema({ a });
const deep = (levels: number): object =>
  levels === 0 ? { type: 'string' } : { type: 'array', items: deep(levels - 1) };

describe('a schema of the registry', () => {
  it.each([
    ['a list', [], ''],
    ['a text', 'object', ''],
    ['of another type than object', { type: 'array', properties: {} }, '/type'],
    ['without properties', { type: 'object' }, '/properties'],
    ['with a reference', withA({ $ref: '#' }), '/properties/a/$ref'],
    ['with a keyword of another dialect', withA({ oneOf: [] }), '/properties/a/oneOf'],
    ['with an inherited name for a keyword', withA({ constructor: 1 }), '/properties/a/constructor'],
    ['with an unknown type', withA({ type: 'money' }), '/properties/a/type'],
    ['with a bound that is no number', withA({ minimum: '1' }), '/properties/a/minimum'],
    ['with a length below zero', withA({ minLength: -1 }), '/properties/a/minLength'],
    ['with the same value twice', withA({ enum: [1, 1] }), '/properties/a/enum'],
    ['with no value at all', withA({ enum: [] }), '/properties/a/enum'],
    ['with values beside a constant', withA({ enum: [1], const: 1 }), '/properties/a/const'],
    ['with an unknown format', withA({ type: 'string', format: 'money' }), '/properties/a/format'],
    ['with a broken pattern', withA({ type: 'string', pattern: '(' }), '/properties/a/pattern'],
    ['with a name that is no name', schema({ 'a b': {} }), '/properties'],
    ["with a name that is everybody's", JSON.parse('{"type":"object","properties":{"__proto__":{}}}'), '/properties'],
    ['that requires what it does not describe', schema({}, { required: ['b'] }), '/required/0'],
    [
      'with a rule beside alternatives',
      withA({ anyOf: [{ type: 'string' }], maxLength: 4 }),
      '/properties/a/maxLength',
    ],
    ['that is too deep', withA(deep(11)), `/properties/a${'/items'.repeat(10)}`],
    ['with an example from the abyss', schema({}, { default: JSON.parse('['.repeat(99) + ']'.repeat(99)) }), ''],
    ['that is too large', schema({}, { description: 'x'.repeat(70_000) }), ''],
    [
      'with too many properties',
      schema(Object.fromEntries([...Array(501).keys()].map((n) => [`p${n}`, {}]))),
      '/properties',
    ],
    ['with an unknown mark', withA({ 'x-pii': 'secret' }), '/properties/a/x-pii'],
    [
      'with a mark deep inside',
      withA(schema({ b: { type: 'string', 'x-pii': 'drop' } })),
      '/properties/a/properties/b/x-pii',
    ],
    ['with a pseudonym that is no text', withA({ type: 'integer', 'x-pii': 'pseudonym' }), '/properties/a/type'],
    ['with an account in plain', schema({ userId: { type: 'string' } }), '/properties/userId'],
    [
      'with an e-mail kept as a pseudonym',
      schema({ email: { type: 'string', 'x-pii': 'pseudonym' } }),
      '/properties/email',
    ],
    [
      'with an account in a list',
      withA({ type: 'array', items: schema({ userId: {} }) }),
      '/properties/a/items/properties/userId',
    ],
    [
      'with a name that is derived',
      schema({ a: { type: 'string', 'x-pii': 'text' }, aLength: {} }),
      '/properties/aLength',
    ],
  ])('is not one %s', (_, candidate, pointer) => {
    expect(checkSchema(candidate).map((problem) => problem.pointer)).toEqual([pointer]);
  });

  it('tells every problem at once', () => {
    expect(checkSchema({ type: 'array', properties: { a: { $ref: '#' }, b: { minimum: 'x' } } })).toHaveLength(3);
  });

  const pattern = (source: string, more: object = { maxLength: 100 }) =>
    checkSchema(withA({ type: 'string', pattern: source, ...more }));

  it.each([
    '^[A-Z]{2}$',
    '^(en|ru)$',
    '^[a-z]+$',
    '^[a-z]+-\\d*$',
    '(abc)',
    '^\\(+$',
    '^[(+)]$',
    '^a{2,5}b?$',
    '^(ab){3}$',
  ])('may have the pattern %s', (source) => {
    expect(pattern(source)).toEqual([]);
  });

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^((a*))*$',
    '(?=a)',
    '^(a)\\1$',
    '^a*a*a*$',
    'a+',
    '^(a?){20}$',
    '^(a|b){9}$',
    '^' + 'a?'.repeat(9),
  ])('may not have the pattern %s, which some text could make endless', (source) => {
    expect(pattern(source)).toMatchObject([{ pointer: '/properties/a/pattern' }]);
  });

  it('runs a pattern that repeats on short texts only', () => {
    expect(pattern('^a+$', {})).toMatchObject([{ pointer: '/properties/a' }]);
    expect(pattern('^a+$', { maxLength: 20_000 })).toMatchObject([{ pointer: '/properties/a' }]);
  });
});

describe('a registration', () => {
  it.each(['com.platform.catalog.game.viewed.v1', 'com.acme-games.shop.v12'])('may name %s', (type) => {
    expect(isTypeName(type)).toBe(true);
  });

  it.each([
    '',
    'v1',
    'com.v1',
    'com.platform.thing',
    'com.platform.thing.v0',
    'Com.platform.thing.v1',
    'com..thing.v1',
    'com.a b.c.v1',
    `com.${'a.'.repeat(100)}v1`,
  ])('may not name %p', (type) => {
    expect(isTypeName(type)).toBe(false);
  });

  it('is refused with an example its own schema refuses', () => {
    const schemaOfA = withA({ type: 'string', maxLength: 2 });
    const register = (more: object) => () =>
      checkRegistration({ type: 'com.platform.thing.v1', schema: schemaOfA, ...more });
    expect(register({ example: { a: 'xx' } })).not.toThrow();
    expect(register({ example: { a: 'xxx' } })).toThrow(SchemaInvalid);
    expect(register({ schema: { ...schemaOfA, examples: [{ a: 1 }] } })).toThrow('/examples/0/a: must be string');
    expect(register({ type: 'Thing' })).toThrow(SchemaInvalid);
  });
});
