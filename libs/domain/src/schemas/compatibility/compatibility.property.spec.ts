import fc from 'fast-check';
import type { RegistrableSchema } from '../registered-schema';
import { SchemaCompiler } from '../validation/compile-schema';
import { checkCompatibility } from './check-compatibility';

type Node = Readonly<Record<string, unknown>>;

const NAMES = ['a', 'b', 'c'];
const TEXTS = ['', 'x', 'yy', 'zzz'];
const small = fc.integer({ min: -3, max: 6 });
const count = fc.integer({ min: 0, max: 3 });

const texts: fc.Arbitrary<Node> = fc.record(
  { type: fc.constant('string'), minLength: count, maxLength: count },
  { requiredKeys: ['type'] },
);
const numbers: fc.Arbitrary<Node> = fc.record(
  {
    type: fc.constantFrom('number', 'integer', ['integer', 'null'], ['number', 'string']),
    minimum: small,
    maximum: small,
    exclusiveMinimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['type'] },
);
const values: fc.Arbitrary<Node> = fc.oneof(
  fc.record({ enum: fc.uniqueArray(fc.constantFrom<unknown>('x', 'yy', 1, 2, null, true), { minLength: 1 }) }),
  fc.record({
    enum: fc.uniqueArray(fc.constantFrom<unknown>('x', 1, 2), { minLength: 1 }),
    type: fc.constantFrom('string', 'integer'),
  }),
  fc.record({ const: fc.constantFrom<unknown>('x', 1, null) }),
);

const { anySchema } = fc.letrec<{ anySchema: Node; list: Node; map: Node; object: Node; choice: Node }>((tie) => ({
  list: fc.record(
    { type: fc.constant('array'), items: tie('anySchema'), minItems: count, maxItems: count },
    { requiredKeys: ['type'] },
  ),
  map: fc.record(
    {
      type: fc.constant('object'),
      additionalProperties: tie('anySchema'),
      propertyNames: texts,
      maxProperties: count,
      minProperties: count,
    },
    { requiredKeys: ['type'] },
  ),
  object: objectsOf(tie('anySchema') as fc.Arbitrary<Node>),
  choice: fc.record({ anyOf: fc.array(tie('anySchema'), { minLength: 1, maxLength: 3 }) }),
  anySchema: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc.oneof(texts, numbers, values, fc.record({ type: fc.constantFrom('boolean', 'null', 'object', 'array') })),
    tie('list'),
    tie('map'),
    tie('object'),
    tie('choice'),
  ) as fc.Arbitrary<Node>,
}));

function objectsOf(member: fc.Arbitrary<Node>): fc.Arbitrary<Node> {
  return fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...NAMES), member, { maxKeys: 3 }),
      wanted: fc.subarray(NAMES),
      additionalProperties: fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: member },
      ),
    })
    .map(({ properties, wanted, additionalProperties }) => ({
      type: 'object',
      properties,
      required: wanted.filter((name) => Object.hasOwn(properties, name)),
      ...(additionalProperties === undefined ? {} : { additionalProperties }),
    }));
}

const schemas = objectsOf(anySchema) as fc.Arbitrary<RegistrableSchema & Node>;

/** Data a sender by this schema may have: described properties, and other names only in a map. */
function dataOf(schema: Node): fc.Arbitrary<unknown> {
  const alternatives = schema['anyOf'] as readonly Node[] | undefined;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map(dataOf));
  if (Object.hasOwn(schema, 'const')) return fc.constant(schema['const']);
  if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]));
  return fc.oneof(...[schema['type']].flat().map((type) => dataOfType(String(type), schema)));
}

function dataOfType(type: string, schema: Node): fc.Arbitrary<unknown> {
  if (type === 'string') return fc.constantFrom(...TEXTS);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'number') return fc.constantFrom(-3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 5.5, 6);
  if (type === 'integer') return small;
  if (type === 'array') {
    const items =
      schema['items'] === undefined ? fc.constantFrom<unknown>('x', 1, null, {}) : dataOf(schema['items'] as Node);
    return fc.array(items, { maxLength: 4 });
  }
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Node>);
  const described = fc.record(Object.fromEntries(properties.map(([name, child]) => [name, dataOf(child)])), {
    requiredKeys: (schema['required'] ?? []) as string[] as never[],
  });
  const rest = schema['additionalProperties'];
  if (typeof rest !== 'object') return described;
  const others = fc.dictionary(fc.constantFrom(...NAMES, 'd'), dataOf(rest as Node), { maxKeys: 2 });
  return fc.tuple(others, described).map(([more, own]) => ({ ...more, ...own }));
}

/** Schemas of one kind, so that a property and its successor differ by a bound or a value more often than by their type. */
const kin = fc
  .constantFrom(texts, numbers, values, anySchema as fc.Arbitrary<Node>)
  .chain((kind) => fc.tuple(kind, kind));

const EMPTY = { type: 'object', properties: {}, required: [] } as unknown as RegistrableSchema & Node;
const bases = fc.oneof(fc.constant(EMPTY), schemas);

/** A schema and a successor near enough to be compatible now and then. */
const pairs = fc
  .tuple(bases, kin, fc.constantFrom(...NAMES), fc.subarray(NAMES), fc.constantFrom('keep', 'drop', 'require'))
  .map(([base, [before, after], changed, names, change]) => {
    const old = { ...base, properties: { ...base.properties, [changed]: before } } as RegistrableSchema & Node;
    const properties: Record<string, Node> = { ...old.properties, [changed]: change === 'require' ? before : after };
    if (change === 'drop') for (const name of names) delete properties[name];
    const wanted = change === 'require' ? names : (old.required ?? []);
    const required = wanted.filter((name) => Object.hasOwn(properties, name));
    return { old, next: { ...base, properties, required } as unknown as RegistrableSchema & Node };
  });

const compiler = new SchemaCompiler();
const unbroken = (earlier: object, next: object, compatibility: 'backward' | 'forward' | 'full') =>
  checkCompatibility([{ version: 1, schema: earlier }], next, compatibility).length === 0;

describe('whatever the schemas are', () => {
  it('a schema is compatible with itself in every direction', () => {
    fc.assert(
      fc.property(schemas, (schema) => unbroken(schema, schema, 'full')),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('what breaks backward is what the way back breaks forward', () => {
    fc.assert(
      fc.property(pairs, ({ old, next }) => unbroken(old, next, 'backward') === unbroken(next, old, 'forward')),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it('data of the old schema passes the new one wherever the rules say backward compatible', () => {
    let compatible = 0;
    let checked = 0;
    fc.assert(
      fc.property(pairs, fc.gen(), ({ old, next }, draw) => {
        if (!unbroken(old, next, 'backward')) return;
        compatible += 1;
        const before = compiler.compile(old);
        const after = compiler.compile(next);
        for (let sample = 0; sample < 5; sample += 1) {
          const data = draw(() => dataOf(old));
          if (before(data) !== undefined) continue;
          checked += 1;
          expect({ data, violation: after(data) }).toEqual({ data, violation: undefined });
        }
      }),
      { numRuns: 800, endOnFailure: true },
    );
    // The property means nothing if no pair was compatible or no data was valid.
    expect(compatible).toBeGreaterThan(20);
    expect(checked).toBeGreaterThan(20);
  });
});
