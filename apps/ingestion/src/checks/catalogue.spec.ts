import { CATALOGUE } from '@analytics/contracts';
import { checkSchema } from '@analytics/domain';
import { KnownSchemas } from '../registry/known-schemas';
import { SchemaCounts } from '../registry/schema-counts';
import type { SchemaRegistry } from '../registry/schema-registry';
import { EventValidators } from './event-validators';

type Node = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  readonly schema: Node;
  readonly required: boolean;
}

const schemas = new KnownSchemas();
for (const entry of CATALOGUE) schemas.put({ ...entry, mode: 'reject' });
const validators = new EventValidators(schemas as unknown as SchemaRegistry, new SchemaCounts());

/** Every property the schema describes, at any depth; of a list, its first member. */
function placesOf(schema: Node, path: Path = []): Place[] {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries((schema['properties'] ?? {}) as Record<string, Node>).flatMap(([name, property]) => {
    const at = [...path, name];
    const items = property['items'] as Node | undefined;
    const inner = items === undefined ? placesOf(property, at) : placesOf(items, [...at, 0]);
    return [{ path: at, schema: property, required: required.includes(name) }, ...inner];
  });
}

/** The example with one member set, or taken out where the value is undefined. */
function changed(example: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(example) as Record<string | number, unknown>;
  let holder = copy;
  for (const name of path.slice(0, -1)) {
    holder[name] ??= {};
    holder = holder[name] as Record<string | number, unknown>;
  }
  const last = path.at(-1)!;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

const wrongFor = (schema: Node): unknown => (schema['type'] === 'object' ? 'no object' : { no: 'such type' });
const listOf = (length: number, schema: Node, sample: unknown): unknown[] =>
  Array.from({ length }, () => ((schema['items'] as Node)['type'] === 'object' ? (sample as unknown[])[0] : 'x'));

/** One value just beyond each bound of the property, with the code it is refused by. */
function beyond(schema: Node, sample: unknown): [unknown, string][] {
  const found: [unknown, string][] = [];
  const bound = (keyword: string, make: (limit: number) => unknown, code = 'SCHEMA_VIOLATION') => {
    const limit = schema[keyword];
    if (typeof limit === 'number') found.push([make(limit), code]);
  };
  bound('minimum', (limit) => limit - 1, 'NUMBER_OUT_OF_RANGE');
  bound('maximum', (limit) => limit + 1, 'NUMBER_OUT_OF_RANGE');
  bound('maxLength', (limit) => 'x'.repeat(limit + 1));
  bound('maxItems', (limit) => listOf(limit + 1, schema, sample));
  if (Number(schema['minLength'] ?? 0) > 0) found.push(['', 'SCHEMA_VIOLATION']);
  if (Number(schema['minItems'] ?? 0) > 0) found.push([[], 'SCHEMA_VIOLATION']);
  bound('maxProperties', (limit) => Object.fromEntries([...Array(limit + 1).keys()].map((n) => [`p${n}`, n])));
  if (schema['enum'] !== undefined) found.push(['none of these', 'SCHEMA_VIOLATION']);
  if (schema['format'] !== undefined || schema['pattern'] !== undefined) found.push(['?', 'SCHEMA_VIOLATION']);
  return found;
}

const memberAt = (example: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<string | number, unknown> | undefined)?.[name], example);

const named = (path: Path) => `/data/${path.join('/')}`;

const cases = CATALOGUE.map(({ type, schema }) => ({
  type,
  schema,
  example: schema.examples[0]!,
  places: placesOf(schema as unknown as Node),
}));
const all = cases.flatMap(({ type, example, places }) =>
  places.map((place) => ({ type, example, ...place, pointer: named(place.path) })),
);
const bounded = all.flatMap((place) =>
  beyond(place.schema, memberAt(place.example, place.path)).map(([value, code]) => ({ ...place, value, code })),
);

describe('the catalogue, type by type', () => {
  it('is all there', () => {
    expect([cases.length, all.length > 150, bounded.length > 150]).toEqual([28, true, true]);
  });

  it.each(cases)('$type takes its example', ({ type, schema, example }) => {
    expect(validators.check(type, example)).toMatchObject({ ok: true, value: { type, version: 1, marks: [] } });
    expect(checkSchema(schema)).toEqual([]);
  });

  it.each(all.filter(({ required }) => required))('$type misses $pointer', ({ type, example, path, pointer }) => {
    expect(validators.check(type, changed(example, path, undefined))).toEqual({
      ok: false,
      refusal: {
        ...{ code: 'SCHEMA_VIOLATION', pointer, detail: 'is required', keyword: 'required' },
        ...{ schemaId: `urn:analytics:event:${type}`, schemaVersion: 1 },
      },
    });
  });

  it.each(all)('$type refuses another type at $pointer', ({ type, example, path, schema, pointer }) => {
    expect(validators.check(type, changed(example, path, wrongFor(schema)))).toMatchObject({
      ok: false,
      refusal: { code: 'SCHEMA_VIOLATION', pointer },
    });
  });

  it.each(bounded)(
    '$type refuses what is out of bounds at $pointer',
    ({ type, example, path, value, code, pointer }) => {
      expect(validators.check(type, changed(example, path, value))).toMatchObject({
        ok: false,
        refusal: { code, pointer },
      });
    },
  );
});
