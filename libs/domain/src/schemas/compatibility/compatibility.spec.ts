import type { Compatibility } from './broken-rule';
import { checkCompatibility } from './check-compatibility';

const text = { type: 'string' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const withA = (property: object) => object({ a: property });
const rulesOf = (earlier: object, next: object, compatibility: Compatibility) =>
  checkCompatibility([{ version: 1, schema: earlier }], next, compatibility).map(
    ({ rule, pointer }) => `${rule} ${pointer}`,
  );

const nested = (line: object, required: string[] = []) =>
  withA({ type: 'array', items: { type: 'object', required, properties: line } });

/** What changes; what it breaks backward; what the way back breaks backward (and so, with its own name, the change forward). */
const TABLE: readonly (readonly [string, object, object, readonly string[], readonly string[]])[] = [
  ['an optional property is added', object({}), withA(text), [], []],
  [
    'a required property is added',
    object({}),
    object({ a: text }, { required: ['a'] }),
    ['REQUIRED_PROPERTY_ADDED /properties/a'],
    [],
  ],
  [
    'a property becomes required',
    withA(text),
    object({ a: text }, { required: ['a'] }),
    ['REQUIRED_PROPERTY_ADDED /properties/a'],
    [],
  ],
  [
    'a required property is removed',
    object({ a: text }, { required: ['a'] }),
    object({}),
    [],
    ['REQUIRED_PROPERTY_REMOVED /properties/a'],
  ],
  [
    'a property of a closed object is removed',
    object({ a: text }, { additionalProperties: false }),
    object({}, { additionalProperties: false }),
    ['PROPERTY_REMOVED /properties/a'],
    [],
  ],
  [
    'a property of a closed object is added',
    object({}, { additionalProperties: false }),
    object({ a: text }, { additionalProperties: false }),
    [],
    ['PROPERTY_ADDED /properties/a'],
  ],
  [
    'a number becomes an integer',
    withA({ type: 'number' }),
    withA({ type: 'integer' }),
    ['TYPE_NARROWED /properties/a/type'],
    [],
  ],
  [
    'an integer becomes a number',
    withA({ type: 'integer' }),
    withA({ type: 'number' }),
    [],
    ['TYPE_WIDENED /properties/a/type'],
  ],
  [
    'null is no longer taken',
    withA({ type: ['string', 'null'] }),
    withA(text),
    ['TYPE_NARROWED /properties/a/type'],
    [],
  ],
  [
    'a text becomes a number',
    withA(text),
    withA({ type: 'number' }),
    ['TYPE_CHANGED /properties/a/type'],
    ['TYPE_CHANGED /properties/a/type'],
  ],
  [
    'a value is removed',
    withA({ enum: ['x', 'y'] }),
    withA({ enum: ['x'] }),
    ['ENUM_VALUE_REMOVED /properties/a/enum'],
    [],
  ],
  [
    'a value is added',
    withA({ enum: ['x'] }),
    withA({ enum: ['x', 'y'] }),
    [],
    ['ENUM_VALUE_ADDED /properties/a/enum'],
  ],
  ['values are listed', withA(text), withA({ enum: ['x'] }), ['ENUM_ADDED /properties/a/enum'], []],
  ['values are no longer listed', withA({ enum: ['x'] }), withA(text), [], ['ENUM_LIFTED /properties/a/enum']],
  [
    'a constant changes',
    withA({ const: 1 }),
    withA({ const: 2 }),
    ['ENUM_VALUE_REMOVED /properties/a/const'],
    ['ENUM_VALUE_ADDED /properties/a/const'],
  ],
  [
    'a maximum is lowered',
    withA({ type: 'number', maximum: 9 }),
    withA({ type: 'number', maximum: 8 }),
    ['BOUND_TIGHTENED /properties/a/maximum'],
    [],
  ],
  [
    'a minimum is lowered',
    withA({ type: 'number', minimum: 9 }),
    withA({ type: 'number', minimum: 8 }),
    [],
    ['BOUND_LOOSENED /properties/a/minimum'],
  ],
  [
    'a bound opens',
    withA({ type: 'number', maximum: 9 }),
    withA({ type: 'number', exclusiveMaximum: 9 }),
    ['BOUND_TIGHTENED /properties/a/exclusiveMaximum'],
    [],
  ],
  [
    'a length is limited',
    withA(text),
    withA({ type: 'string', maxLength: 5 }),
    ['BOUND_TIGHTENED /properties/a/maxLength'],
    [],
  ],
  [
    'an empty text is allowed',
    withA({ type: 'string', minLength: 1 }),
    withA(text),
    [],
    ['BOUND_LOOSENED /properties/a/minLength'],
  ],
  [
    'a pattern is added',
    withA(text),
    withA({ type: 'string', pattern: '^a' }),
    ['PATTERN_CHANGED /properties/a/pattern'],
    [],
  ],
  [
    'a format is lifted',
    withA({ type: 'string', format: 'uuid' }),
    withA(text),
    [],
    ['FORMAT_CHANGED /properties/a/format'],
  ],
  [
    'a step is added',
    withA({ type: 'number' }),
    withA({ type: 'number', multipleOf: 5 }),
    ['MULTIPLE_OF_CHANGED /properties/a/multipleOf'],
    [],
  ],
  [
    'an object is closed',
    withA(object({})),
    withA(object({}, { additionalProperties: false })),
    ['ADDITIONAL_PROPERTIES_CLOSED /properties/a/additionalProperties'],
    [],
  ],
  [
    'the values of a map are restricted',
    withA(object({}, { additionalProperties: { type: 'number' } })),
    withA(object({}, { additionalProperties: { type: 'integer' } })),
    ['ADDITIONAL_PROPERTIES_NARROWED /properties/a/additionalProperties'],
    [],
  ],
  [
    'a name of a map gets a meaning of its own',
    object({}, { additionalProperties: { type: 'number' } }),
    object({ a: text }, { additionalProperties: { type: 'number' } }),
    ['TYPE_CHANGED /properties/a/type'],
    ['TYPE_CHANGED /properties/a/type'],
  ],
  [
    'names of a map get shorter',
    withA(object({}, { propertyNames: { maxLength: 9 } })),
    withA(object({}, { propertyNames: { maxLength: 8 } })),
    ['BOUND_TIGHTENED /properties/a/propertyNames/maxLength'],
    [],
  ],
  [
    'an alternative is removed',
    withA({ anyOf: [text, { type: 'number' }] }),
    withA({ anyOf: [text] }),
    ['ALTERNATIVE_REMOVED /properties/a/anyOf'],
    [],
  ],
  [
    'one type becomes alternatives',
    withA(text),
    withA({ anyOf: [text, { type: 'number' }] }),
    [],
    ['ALTERNATIVE_ADDED /properties/a/anyOf'],
  ],
  [
    'a list may be longer',
    withA({ type: 'array', maxItems: 5 }),
    withA({ type: 'array', maxItems: 6 }),
    [],
    ['BOUND_LOOSENED /properties/a/maxItems'],
  ],
  [
    'members of a list get a type',
    withA({ type: 'array' }),
    withA({ type: 'array', items: text }),
    ['TYPE_NARROWED /properties/a/items/type'],
    [],
  ],
  [
    'a member inside a list becomes required',
    nested({ b: text }),
    nested({ b: text }, ['b']),
    ['REQUIRED_PROPERTY_ADDED /properties/a/items/properties/b'],
    [],
  ],
  [
    'two things change at once',
    object({ a: text, b: { type: 'number' } }),
    object({ a: { type: 'boolean' }, b: { type: 'number', minimum: 0 } }),
    ['TYPE_CHANGED /properties/a/type', 'BOUND_TIGHTENED /properties/b/minimum'],
    ['TYPE_CHANGED /properties/a/type'],
  ],
  [
    'a personal mark is taken off',
    withA({ ...text, 'x-pii': 'pseudonym' }),
    withA(text),
    ['PERSONAL_DATA_CHANGED /properties/a/x-pii'],
    ['PERSONAL_DATA_CHANGED /properties/a/x-pii'],
  ],
  [
    'a personal mark changes',
    withA({ ...text, 'x-pii': 'text' }),
    withA({ ...text, 'x-pii': 'drop' }),
    ['PERSONAL_DATA_CHANGED /properties/a/x-pii'],
    ['PERSONAL_DATA_CHANGED /properties/a/x-pii'],
  ],
  [
    'what was plain is marked',
    withA(text),
    withA({ ...text, 'x-pii': 'drop' }),
    [],
    ['PERSONAL_DATA_CHANGED /properties/a/x-pii'],
  ],
  [
    'descriptions change',
    withA({ ...text, description: 'one' }),
    { ...withA({ ...text, description: 'two' }), title: 't' },
    [],
    [],
  ],
];

describe('the rules of compatibility', () => {
  it.each(TABLE)('know what breaks backward and forward when %s', (_, earlier, next, backward, forward) => {
    expect(rulesOf(earlier, next, 'backward')).toEqual(backward);
    expect(rulesOf(earlier, next, 'forward')).toEqual(forward);
    expect(new Set(rulesOf(earlier, next, 'full'))).toEqual(new Set([...backward, ...forward]));
  });

  it('say in words who sends what and who refuses it', () => {
    const [broken] = checkCompatibility(
      [{ version: 7, schema: object({}) }],
      object({ a: text }, { required: ['a'] }),
      'backward',
    );
    expect(broken).toEqual({
      rule: 'REQUIRED_PROPERTY_ADDED',
      direction: 'backward',
      pointer: '/properties/a',
      detail: 'senders by version 7 may leave it out; readers by the new version require it',
      against: 7,
    });
  });

  const history = [
    { version: 1, schema: withA(text) },
    { version: 2, schema: object({}) },
  ];

  it.each(['backward', 'forward', 'full'] as const)(
    'look at the last version only where %s is asked for',
    (compatibility) => {
      expect(checkCompatibility(history, withA({ type: 'number' }), compatibility)).toEqual([]);
    },
  );

  it.each(['backward_transitive', 'forward_transitive', 'full_transitive'] as const)(
    'look at every version for %s',
    (compatibility) => {
      const broken = checkCompatibility(history, withA({ type: 'number' }), compatibility);
      expect(new Set(broken.map(({ rule, against }) => `${rule} ${against}`))).toEqual(new Set(['TYPE_CHANGED 1']));
    },
  );

  it('never forget that a property was personal, even if a version between left it out', () => {
    const marked = [
      { version: 1, schema: withA({ ...text, 'x-pii': 'pseudonym' }) },
      { version: 2, schema: object({}) },
    ];
    expect(checkCompatibility(marked, withA(text), 'backward')).toMatchObject([
      { rule: 'PERSONAL_DATA_CHANGED', against: 1 },
    ]);
  });

  it('have nothing to say about a first version', () => {
    expect(checkCompatibility([], withA(text), 'full_transitive')).toEqual([]);
  });
});
