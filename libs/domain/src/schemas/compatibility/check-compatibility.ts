import { below } from '../json-pointer';
import { type BrokenRule, type Compatibility, type Direction, RULES } from './broken-rule';
import { type Break, findBreaks, type SchemaNode } from './find-breaks';

export interface VersionedSchema {
  readonly version: number;
  readonly schema: object;
}

const MOST_RULES = 100;

/** Every rule the next schema breaks towards its history, oldest first; none means it may be registered. */
export function checkCompatibility(
  history: readonly VersionedSchema[],
  next: object,
  compatibility: Compatibility,
): BrokenRule[] {
  const isTransitive = compatibility.endsWith('_transitive');
  const level = compatibility.replace('_transitive', '');
  const directions: Direction[] = level === 'full' ? ['backward', 'forward'] : [level as Direction];
  const against = isTransitive ? history : history.slice(-1);
  const broken = against.flatMap((earlier) => directions.flatMap((direction) => compare(earlier, next, direction)));
  return [...broken, ...comparePersonal(history, next, directions)].slice(0, MOST_RULES);
}

function compare({ version, schema }: VersionedSchema, next: object, direction: Direction): BrokenRule[] {
  const breaks =
    direction === 'backward'
      ? findBreaks(next as SchemaNode, schema as SchemaNode)
      : findBreaks(schema as SchemaNode, next as SchemaNode);
  return breaks.map((found) => ({
    rule: RULES[found.kind][direction],
    direction,
    pointer: found.pointer,
    detail: sentence(found, version, direction),
    against: version,
  }));
}

function sentence({ writer, reader }: Break, version: number, direction: Direction): string {
  const [writers, readers] =
    direction === 'backward' ? [`version ${version}`, 'the new version'] : ['the new version', `version ${version}`];
  return `senders by ${writers} may ${writer}; readers by ${readers} ${reader}`;
}

/**
 * What is personal stays so, in every direction and towards every version: a mark that was lost once would let an id
 * through in plain. Marking what was plain takes it away from readers, so forward compatibility refuses that too.
 */
function comparePersonal(history: readonly VersionedSchema[], next: object, directions: Direction[]): BrokenRule[] {
  const marks = marksOf(next);
  const told = new Set<string>();
  return [...history].reverse().flatMap(({ version, schema }) =>
    [...marksOf(schema)].flatMap(([name, mark]): BrokenRule[] => {
      if (!marks.has(name) || marks.get(name) === mark || told.has(name)) return [];
      if (mark === undefined && !directions.includes('forward')) return [];
      told.add(name);
      const detail = `x-pii is ${mark ?? 'absent'} in version ${version} and must not become ${marks.get(name) ?? 'absent'}`;
      const direction = mark === undefined ? 'forward' : directions[0]!;
      const pointer = below('/properties', name, 'x-pii');
      return [{ rule: RULES.personal[direction], direction, pointer, detail, against: version }];
    }),
  );
}

const marksOf = (schema: object): Map<string, string | undefined> => {
  const properties = ((schema as SchemaNode)['properties'] ?? {}) as Readonly<Record<string, SchemaNode>>;
  return new Map(Object.entries(properties).map(([name, property]) => [name, property['x-pii'] as string | undefined]));
};
