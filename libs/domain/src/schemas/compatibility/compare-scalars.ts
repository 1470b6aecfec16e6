import { below } from '../json-pointer';
import { compareBounds } from './compare-bounds';
import type { Break, SchemaNode } from './find-breaks';

const ALL_TYPES = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/** Types, values, bounds, patterns and formats: everything that does not lead to another schema. */
export function compareScalars(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  const values = valuesOf(writer);
  if (values !== undefined) return compareValues(reader, writer, values, pointer);
  const types = compareTypes(reader, writer, pointer);
  if (types.length > 0) return types;
  return [
    ...compareEnumeration(reader, pointer),
    ...compareBounds(reader, writer, pointer),
    ...compareSame(reader, writer, 'pattern', pointer),
    ...compareSame(reader, writer, 'format', pointer),
    ...compareStep(reader, writer, pointer),
  ];
}

/** The values a schema lists, as far as its own type lets them through. */
function valuesOf(schema: SchemaNode): readonly unknown[] | undefined {
  const listed = Object.hasOwn(schema, 'const')
    ? [schema['const']]
    : (schema['enum'] as readonly unknown[] | undefined);
  return listed?.filter((value) => includesType(typesOf(schema), typeOf(value)));
}

const keywordOf = (schema: SchemaNode): string => (Object.hasOwn(schema, 'const') ? 'const' : 'enum');

/** A writer of listed values: each must be one the reader lists; a reader that lists none has to let the types through. */
function compareValues(reader: SchemaNode, writer: SchemaNode, values: readonly unknown[], pointer: string): Break[] {
  const known = valuesOf(reader);
  const lost = known === undefined ? [] : values.filter((value) => !known.includes(value));
  if (lost.length > 0) {
    const named = lost.slice(0, 10).map((value) => JSON.stringify(value));
    const at = below(pointer, keywordOf(reader));
    return [{ kind: 'values', pointer: at, writer: `send ${named.join(', ')}`, reader: 'do not list it' }];
  }
  const types = compareTypes(reader, { type: [...new Set(values.map(typeOf))] }, pointer);
  if (types.length > 0) return types;
  return LIMITS.filter((name) => reader[name] !== undefined && reader[name] !== writer[name]).map((name) => ({
    kind: 'bound',
    pointer: below(pointer, name),
    writer: 'send listed values',
    reader: `set ${name}`,
  }));
}

const LIMITS = [
  'pattern',
  'format',
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
];

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Number.isSafeInteger(value) ? 'integer' : typeof value;
}

const typesOf = (schema: SchemaNode): readonly string[] =>
  schema['type'] === undefined ? ALL_TYPES : ([schema['type']].flat() as string[]);

/** An integer is a number. */
const includesType = (types: readonly string[], type: string): boolean =>
  types.includes(type) || (type === 'integer' && types.includes('number'));

function compareTypes(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  if (reader['type'] === undefined) return [];
  const read = typesOf(reader);
  const written = typesOf(writer);
  const lost = written.filter((type) => !includesType(read, type));
  if (lost.length === 0) return [];
  // A number may be an integer, so a reader of integers still understands some of what comes.
  const overlap = written.some((type) => includesType(read, type)) || read.some((type) => includesType(written, type));
  return [
    {
      kind: overlap ? 'type' : 'otherType',
      pointer: below(pointer, 'type'),
      writer: `send ${lost.join(' or ')}`,
      reader: `take ${read.join(' or ')}`,
    },
  ];
}

function compareEnumeration(reader: SchemaNode, pointer: string): Break[] {
  const known = valuesOf(reader);
  if (known === undefined) return [];
  return [
    { kind: 'enumeration', pointer: below(pointer, keywordOf(reader)), writer: 'send any value', reader: 'list a few' },
  ];
}

/** Which texts two patterns or formats share cannot be told from them, so they have to be the same. */
function compareSame(reader: SchemaNode, writer: SchemaNode, kind: 'pattern' | 'format', pointer: string): Break[] {
  const read = reader[kind];
  if (read === undefined || read === writer[kind] || !typesOf(writer).includes('string')) return [];
  const written = writer[kind] === undefined ? `send texts of any ${kind}` : `use another ${kind}`;
  return [{ kind, pointer: below(pointer, kind), writer: written, reader: `want ${String(read)}` }];
}

function compareStep(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  const read = reader['multipleOf'];
  if (read === undefined || read === writer['multipleOf'] || !hasNumbers(writer)) return [];
  const at = below(pointer, 'multipleOf');
  return [{ kind: 'step', pointer: at, writer: 'send other multiples', reader: `want multiples of ${String(read)}` }];
}

const hasNumbers = (schema: SchemaNode): boolean =>
  typesOf(schema).some((type) => ['number', 'integer'].includes(type));
