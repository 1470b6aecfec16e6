import type { SeededRandom } from '../builders/random';
import { type ApiDocument, type JsonSchema, resolved } from './openapi-document';

/** Texts that broke somebody once. */
const TEXTS: readonly string[] = [
  ...['', ' ', '0', '-1', '1', '1e309', 'NaN', 'null', 'true', '[]', '{}', '9999999999999999999999'],
  ...["' OR 1=1 --", '"; DROP TABLE events', '${7*7}', '{{7*7}}', '../../etc/passwd', '%00', '\u0000', '\ud800', '🚀'],
  ...['__proto__', 'constructor', 'toString', '{"$gt":""}', '<script>alert(1)</script>', '\r\nSet-Cookie: a=b'],
  ...[
    '2026-13-45',
    '2026-02-30',
    '0000-01-01',
    '9999-12-31T23:59:59Z',
    '-271821-04-20',
    'Europe/Nowhere',
    'a'.repeat(3_000),
  ],
];
const OTHERS: readonly unknown[] = [null, true, 0, -1, 1.5, 1e308, [], {}, [[]], { __proto__: null, a: 1 }, [null]];
const DEEPEST = 5;

export const hostileText = (random: SeededRandom): string => random.pick(TEXTS);

/** A value that fits the schema more or less, now and then one that does not at all. */
export function valueFor(document: ApiDocument, given: JsonSchema, random: SeededRandom, depth = 0): unknown {
  const schema = resolved(document, given);
  if (random.chance(0.08)) return random.chance(0.5) ? hostileText(random) : random.pick(OTHERS);
  if (schema.example !== undefined && random.chance(0.5)) return schema.example;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choices !== undefined) return valueFor(document, random.pick(choices), random, depth + 1);
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'object');
  if (type === 'array') return listFor(document, schema, random, depth);
  if (type === 'object') return objectFor(document, schema, random, depth);
  return scalarFor(type, schema, random);
}

function scalarFor(type: string, schema: JsonSchema, random: SeededRandom): unknown {
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'integer' || type === 'number') {
    const { minimum = 0, maximum = 1_000 } = schema;
    return random.pick([minimum, maximum, minimum - 1, maximum + 1, Math.floor((minimum + maximum) / 2)]);
  }
  if (type === 'null') return null;
  if (schema.default !== undefined && random.chance(0.5)) return schema.default;
  if (schema.format === 'date-time') return random.pick(['2026-11-01T00:00:00Z', '2026-11-01', hostileText(random)]);
  if (schema.format === 'uuid' && random.chance(0.7)) return random.uuid();
  return hostileText(random);
}

function listFor(document: ApiDocument, { items = {} }: JsonSchema, random: SeededRandom, depth: number): unknown[] {
  const length = depth > DEEPEST ? 0 : random.pick([0, 1, 1, 2, 3, 60]);
  return Array.from({ length }, () => valueFor(document, items, random, depth + 1));
}

function objectFor(document: ApiDocument, schema: JsonSchema, random: SeededRandom, depth: number): object {
  const { properties = {}, required = [] } = schema;
  const kept = Object.entries(properties).filter(([name]) => random.chance(required.includes(name) ? 0.95 : 0.4));
  const members =
    depth > DEEPEST ? [] : kept.map(([name, member]) => [name, valueFor(document, member, random, depth + 1)]);
  return Object.fromEntries(random.chance(0.05) ? [...members, ['unknown_member', 1]] : members) as object;
}
