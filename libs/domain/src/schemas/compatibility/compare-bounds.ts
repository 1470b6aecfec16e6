import { below } from '../json-pointer';
import type { Break, SchemaNode } from './find-breaks';

interface Bound {
  readonly keyword: string;
  readonly side: 'least' | 'most';
  readonly types: readonly string[];
}

const NUMBERS = ['number', 'integer'];
const SIZES: readonly Bound[] = [
  { keyword: 'minLength', side: 'least', types: ['string'] },
  { keyword: 'maxLength', side: 'most', types: ['string'] },
  { keyword: 'minItems', side: 'least', types: ['array'] },
  { keyword: 'maxItems', side: 'most', types: ['array'] },
  { keyword: 'minProperties', side: 'least', types: ['object'] },
  { keyword: 'maxProperties', side: 'most', types: ['object'] },
];

/** Bounds the reader sets narrower than the writer does, one break each. */
export function compareBounds(reader: SchemaNode, writer: SchemaNode, pointer: string): Break[] {
  const sizes = SIZES.filter(({ types }) => mayBeOneOf(writer, types)).filter(({ keyword, side }) =>
    isNarrower(number(reader[keyword]), number(writer[keyword]), side),
  );
  const broken = sizes.map(({ keyword }) => keyword);
  if (mayBeOneOf(writer, NUMBERS)) broken.push(...narrowerRange(reader, writer));
  return broken.map((keyword) => ({
    kind: 'bound',
    pointer: below(pointer, keyword),
    writer: writer[keyword] === undefined ? 'go beyond it' : `go to ${String(writer[keyword])}`,
    reader: `end at ${String(reader[keyword])}`,
  }));
}

function mayBeOneOf(schema: SchemaNode, types: readonly string[]): boolean {
  const own = schema['type'];
  return own === undefined || ([own].flat() as string[]).some((type) => types.includes(type));
}

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function isNarrower(read: number | undefined, written: number | undefined, side: 'least' | 'most'): boolean {
  if (read === undefined || (side === 'least' && read === 0)) return false;
  if (written === undefined) return true;
  return side === 'least' ? read > written : read < written;
}

interface Edge {
  readonly at: number;
  readonly open: boolean;
}

/** Inclusive and exclusive bounds together are one edge: the tighter of them counts. */
function narrowerRange(reader: SchemaNode, writer: SchemaNode): string[] {
  const sides = [
    { closed: 'minimum', open: 'exclusiveMinimum', sign: 1 },
    { closed: 'maximum', open: 'exclusiveMaximum', sign: -1 },
  ];
  return sides.flatMap(({ closed, open, sign }) => {
    const read = edgeOf(reader, closed, open, sign);
    const written = edgeOf(writer, closed, open, sign);
    if (read === undefined || (written !== undefined && !isTighter(read, written))) return [];
    return [read.open ? open : closed];
  });
}

function edgeOf(schema: SchemaNode, closed: string, open: string, sign: number): Edge | undefined {
  const edges: Edge[] = [];
  if (typeof schema[closed] === 'number') edges.push({ at: schema[closed] * sign, open: false });
  if (typeof schema[open] === 'number') edges.push({ at: schema[open] * sign, open: true });
  return edges.sort((one, other) => other.at - one.at || Number(other.open) - Number(one.open))[0];
}

const isTighter = (read: Edge, written: Edge): boolean =>
  read.at > written.at || (read.at === written.at && read.open && !written.open);
