import { below } from '../json-pointer';
import type { RuleKind } from './broken-rule';
import { compareScalars } from './compare-scalars';

export type SchemaNode = Readonly<Record<string, unknown>>;

/** A place where something a writer may send is refused by a reader. */
export interface Break {
  readonly kind: RuleKind;
  readonly pointer: string;
  /** What the reader lets through and the writer may send, in words; read as "writers may …, readers …". */
  readonly writer: string;
  readonly reader: string;
}

const ANYTHING: SchemaNode = {};

/**
 * Where the reader refuses what the writer's schema lets through. A writer sends properties its schema describes, or, where
 * `additionalProperties` is a schema, any name; a stray name in an open object is nobody's property and is not stored, so it
 * does not stop a later version from describing it.
 */
export function findBreaks(reader: SchemaNode, writer: SchemaNode, pointer = ''): Break[] {
  const read = alternativesOf(reader);
  const written = alternativesOf(writer);
  if (read.length === 1 && written.length === 1) return compareOne(read[0]!, written[0]!, pointer);
  const lost = written.filter((each) => !read.some((one) => compareOne(one, each, pointer).length === 0));
  return lost.map((each) => ({
    kind: 'alternative',
    pointer: below(pointer, 'anyOf'),
    writer: `send ${nameOf(each)}`,
    reader: 'have no alternative for it',
  }));
}

const alternativesOf = (node: SchemaNode): readonly SchemaNode[] =>
  (node['anyOf'] as readonly SchemaNode[] | undefined)?.flatMap(alternativesOf) ?? [node];

const nameOf = (node: SchemaNode): string => {
  const bounds = Object.entries(node).filter(([name, value]) => name !== 'type' && typeof value === 'number');
  const said = bounds.map(([name, value]) => `${name} ${String(value)}`).join(', ');
  return `${String(node['type'] ?? 'a value')}${said === '' ? '' : ` (${said})`}`;
};

function compareOne(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  return [
    ...compareScalars(reader, writer, pointer),
    ...compareItems(reader, writer, pointer),
    ...compareRequired(reader, writer, pointer),
    ...compareProperties(reader, writer, pointer),
    ...compareAdditional(reader, writer, pointer),
    ...compareNames(reader, writer, pointer),
  ];
}

function compareItems(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  if (reader['items'] === undefined || !mayBe(writer, 'array')) return [];
  return findBreaks(node(reader['items']), node(writer['items']), below(pointer, 'items'));
}

/** Whether values of a type can come from this schema at all. */
function mayBe(schema: SchemaNode, type: string): boolean {
  const types = schema['type'];
  return types === undefined
    ? schema['enum'] === undefined && schema['const'] === undefined
    : [types].flat().includes(type);
}

function compareRequired(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  if (!mayBe(writer, 'object')) return [];
  const sent = namesIn(writer['required']);
  return namesIn(reader['required'])
    .filter((name) => !sent.includes(name))
    .map((name) => ({
      kind: 'required',
      pointer: below(pointer, 'properties', name),
      writer: 'leave it out',
      reader: 'require it',
    }));
}

function compareProperties(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  const known = propertiesOf(reader);
  const sent = propertiesOf(writer);
  return Object.entries(sent).flatMap(([name, written]) => {
    const at = below(pointer, 'properties', name);
    const read = Object.hasOwn(known, name) ? known[name] : reader['additionalProperties'];
    if (read === false) return [{ kind: 'property' as const, pointer: at, writer: 'send it', reader: 'refuse it' }];
    return findBreaks(node(read), written, at);
  });
}

function compareAdditional(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  if (!mayBe(writer, 'object')) return [];
  const read = reader['additionalProperties'];
  const written = writer['additionalProperties'];
  const at = below(pointer, 'additionalProperties');
  if (written === false) return [];
  if (read === false) return [{ kind: 'closed', pointer: at, writer: 'send other names', reader: 'refuse them' }];
  const described = typeof written === 'object' ? newlyDescribed(reader, writer, written as SchemaNode, pointer) : [];
  if (typeof read !== 'object') return described;
  const narrowed = findBreaks(node(read), node(written), at).length > 0;
  return narrowed
    ? [...described, { kind: 'additional', pointer: at, writer: 'send other values', reader: 'refuse some of them' }]
    : described;
}

/** A map's writer may already use a name that the reader describes as something else. */
function newlyDescribed(reader: SchemaNode, writer: SchemaNode, written: SchemaNode, pointer: string): Break[] {
  const sent = propertiesOf(writer);
  return Object.entries(propertiesOf(reader))
    .filter(([name]) => !Object.hasOwn(sent, name))
    .flatMap(([name, read]) => findBreaks(read, written, below(pointer, 'properties', name)));
}

function compareNames(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  if (reader['propertyNames'] === undefined || !mayBe(writer, 'object')) return [];
  if (writer['additionalProperties'] === false && Object.keys(propertiesOf(writer)).length === 0) return [];
  const written: SchemaNode = { type: 'string', ...node(writer['propertyNames']) };
  return findBreaks(node(reader['propertyNames']), written, below(pointer, 'propertyNames'));
}

const node = (schema: unknown): SchemaNode =>
  typeof schema === 'object' && schema !== null ? (schema as SchemaNode) : ANYTHING;
const namesIn = (required: unknown): readonly string[] => (required as readonly string[] | undefined) ?? [];
const propertiesOf = (schema: SchemaNode): Readonly<Record<string, SchemaNode>> =>
  (schema['properties'] as Readonly<Record<string, SchemaNode>> | undefined) ?? {};
