import { isHiddenName, isMasked } from './mask';
import { isMembers, type Members, parentOf, pointerOf } from './pointer';

/** What is told of one member of an event; `hidden`: its value is masked, so nothing is said of it here. */
export type Verdict = 'fits' | 'wrong' | 'missing' | 'unknown' | 'hidden';

/** One line of an event beside its schema. */
export interface EventLine {
  readonly pointer: string;
  readonly name: string;
  readonly depth: number;
  /** Undefined for a member that is missing, and for one that has lines of its own. */
  readonly value: unknown;
  readonly holds: 'value' | 'object' | 'list' | 'nothing';
  readonly verdict: Verdict;
  /** Where the server found the fault: what it says counts, whatever is seen from here. */
  readonly isFault: boolean;
  readonly required: boolean;
  readonly expected: Expectation;
}

/** What the schema wants in a place, as far as it is said in a few words. */
export interface Expectation {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly oneOf?: readonly unknown[];
  readonly least?: number;
  readonly most?: number;
  readonly shortest?: number;
  readonly longest?: number;
}

export interface Fault {
  readonly pointer: string | null;
  readonly keyword: string | null;
}

type Schema = Members | undefined;
const NESTED = 32;

/** Attributes of an event that every event has (CloudEvents 1.0). */
const REQUIRED_ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time', 'data'];
const ENVELOPE = {
  type: 'object',
  required: REQUIRED_ATTRIBUTES,
  properties: Object.fromEntries(REQUIRED_ATTRIBUTES.slice(0, -1).map((name) => [name, { type: 'string' }])),
  // Extension attributes are allowed to all.
  additionalProperties: {},
};

/** The event line by line, each beside what the schema of `data` wants there; missing members stand where they belong. */
export function eventLines(event: unknown, dataSchema: Schema, fault: Fault): EventLine[] {
  const properties = { ...ENVELOPE.properties, data: dataSchema ?? {} };
  return new Reader(dataSchema ?? {}, fault).members(event, { ...ENVELOPE, properties }, [], 0);
}

class Reader {
  constructor(
    private readonly root: Members,
    private readonly fault: Fault,
  ) {}

  members(value: unknown, schema: Members, at: readonly (string | number)[], depth: number): EventLine[] {
    if (!isMembers(value)) return [];
    const { properties, required, isOpen } = this.rulesOf(schema);
    const present = Object.entries(value).flatMap(([name, inner]) =>
      this.lines(inner, properties.get(name), {
        ...{ at: [...at, name], name, depth, required: required.has(name) },
        unknown: !properties.has(name) && !isOpen,
      }),
    );
    const faultsHere = this.fault.pointer === null ? undefined : parentOf(this.fault.pointer);
    const wanted = new Set(required);
    // The server names a missing member by itself, also where a branch of the schema asks for it that is not followed here.
    if (faultsHere?.parent === pointerOf(at) && this.fault.keyword === 'required') wanted.add(faultsHere.name);
    const missing = [...wanted].filter((name) => !Object.hasOwn(value, name));
    return [...present, ...missing.map((name) => this.missing(name, properties.get(name), at, depth))];
  }

  private lines(value: unknown, schema: Schema, place: Place): EventLine[] {
    const pointer = pointerOf(place.at);
    const isFault = pointer === this.fault.pointer;
    const rule = schema === undefined ? {} : this.resolved(schema);
    const line = { pointer, name: place.name, depth: place.depth, isFault, required: place.required };
    const verdict = isFault ? 'wrong' : place.unknown || isHiddenName(place.name) ? 'unknown' : verdictOf(value, rule);
    const head = { ...line, verdict, expected: expectationOf(rule) } as const;
    if (place.depth < NESTED && Array.isArray(value)) {
      const items = isMembers(rule['items']) ? rule['items'] : undefined;
      const inner = value.flatMap((item, index) =>
        this.lines(item, items, {
          at: [...place.at, index],
          name: String(index),
          depth: place.depth + 1,
          required: false,
          unknown: false,
        }),
      );
      return [{ ...head, value: undefined, holds: 'list' }, ...inner];
    }
    if (place.depth < NESTED && isMembers(value)) {
      return [{ ...head, value: undefined, holds: 'object' }, ...this.members(value, rule, place.at, place.depth + 1)];
    }
    return [{ ...head, value, holds: 'value' }];
  }

  private missing(name: string, schema: Schema, at: readonly (string | number)[], depth: number): EventLine {
    const pointer = pointerOf([...at, name]);
    return {
      ...{ pointer, name, depth, value: undefined, holds: 'nothing', verdict: 'missing', required: true },
      isFault: pointer === this.fault.pointer,
      expected: expectationOf(schema === undefined ? {} : this.resolved(schema)),
    };
  }

  /** Members known under any branch are known; only what is asked for without a condition is required. */
  private rulesOf(schema: Members) {
    const rule = this.resolved(schema);
    const properties = new Map<string, Members>();
    const required = new Set<string>();
    let isOpen = isMembers(rule['additionalProperties']) || Object.keys(rule).length === 0;
    const collect = (part: Members, isCertain: boolean, depth: number) => {
      for (const [name, member] of Object.entries(isMembers(part['properties']) ? part['properties'] : {})) {
        if (isMembers(member) && !properties.has(name)) properties.set(name, member);
      }
      if (isMembers(part['patternProperties'])) isOpen = true;
      if (isCertain) for (const name of namesIn(part['required'])) required.add(name);
      if (depth > NESTED) return;
      for (const inner of listIn(part['allOf'])) collect(this.resolved(inner), isCertain, depth + 1);
      for (const keyword of ['anyOf', 'oneOf']) {
        for (const inner of listIn(part[keyword])) collect(this.resolved(inner), false, depth + 1);
      }
      for (const keyword of ['if', 'then', 'else']) {
        const inner = part[keyword];
        if (isMembers(inner)) collect(this.resolved(inner), false, depth + 1);
      }
    };
    collect(rule, true, 0);
    return { properties, required, isOpen };
  }

  /** Follows `$ref`s into the schema itself; others are nobody's business here. */
  private resolved(schema: Members): Members {
    let rule: unknown = schema;
    for (let steps = 0; steps < NESTED && isMembers(rule) && typeof rule['$ref'] === 'string'; steps += 1) {
      const place: unknown = rule['$ref'];
      rule = typeof place === 'string' && place.startsWith('#/') ? insideOf(this.root, place.slice(1)) : {};
    }
    return isMembers(rule) ? rule : {};
  }
}

interface Place {
  readonly at: readonly (string | number)[];
  readonly name: string;
  readonly depth: number;
  readonly required: boolean;
  readonly unknown: boolean;
}

function insideOf(root: Members, pointer: string): unknown {
  let value: unknown = root;
  for (const segment of pointer.split('/').slice(1)) {
    value = isMembers(value) ? value[segment.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return value;
}

/** Only what can be told for sure from one member; the rest is the server's to say, by the pointer of the fault. */
function verdictOf(value: unknown, rule: Members): Verdict {
  if (isMasked(value)) return 'hidden';
  const types = typesOf(rule);
  if (types.length > 0 && !types.some((type) => hasType(value, type))) return 'wrong';
  if (Array.isArray(rule['enum']) && !rule['enum'].includes(value)) return 'wrong';
  if ('const' in rule && rule['const'] !== value) return 'wrong';
  return 'fits';
}

const typesOf = (rule: Members): string[] =>
  typeof rule['type'] === 'string' ? [rule['type']] : namesIn(rule['type']);

function hasType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isMembers(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function expectationOf(rule: Members): Expectation {
  const types = typesOf(rule);
  return {
    ...(types.length > 0 && { type: types.join(' | ') }),
    ...(typeof rule['format'] === 'string' && { format: rule['format'] }),
    ...(typeof rule['pattern'] === 'string' && { pattern: rule['pattern'] }),
    ...(Array.isArray(rule['enum']) && { oneOf: rule['enum'] as unknown[] }),
    ...('const' in rule && { oneOf: [rule['const']] }),
    ...(typeof rule['minimum'] === 'number' && { least: rule['minimum'] }),
    ...(typeof rule['maximum'] === 'number' && { most: rule['maximum'] }),
    ...(typeof rule['minLength'] === 'number' && { shortest: rule['minLength'] }),
    ...(typeof rule['maxLength'] === 'number' && { longest: rule['maxLength'] }),
  };
}

const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
const listIn = (value: unknown): Members[] => (Array.isArray(value) ? value.filter(isMembers) : []);
