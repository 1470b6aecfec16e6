import type { EventSchema, PersonalData } from '@analytics/contracts';
import { isObject } from '../json/json-object';

/** What a schema says of one place in the data: whether it is personal, and which members may be there. */
export interface DataRule {
  personal?: PersonalData;
  readonly members: Map<string, DataRule>;
  /** Of members without a rule of their own: an open map; without it they are unknown. */
  others?: DataRule;
  items?: DataRule;
}

type Node = Readonly<Record<string, unknown>>;

const COMBINED = ['allOf', 'anyOf', 'oneOf'] as const;
const BRANCHES = ['if', 'then', 'else'] as const;
const compiled = new WeakMap<object, DataRule>();

/** The rules of a schema, worked out once. Members known under any branch are known; references stay in the schema. */
export function dataRuleOf(schema: EventSchema): DataRule {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const rule = new RuleReader(schema as unknown as Node).read(schema as unknown as Node);
  compiled.set(schema, rule);
  return rule;
}

class RuleReader {
  // A schema may refer to itself: a rule is known before it is complete.
  private readonly rules = new Map<Node, DataRule>();

  constructor(private readonly root: Node) {}

  read(node: Node): DataRule {
    const known = this.rules.get(node);
    if (known !== undefined) return known;
    const rule: DataRule = { members: new Map() };
    this.rules.set(node, rule);
    this.into(rule, node, new Set());
    return rule;
  }

  private into(rule: DataRule, node: Node, seen: Set<Node>): void {
    if (seen.has(node)) return;
    seen.add(node);
    if (node['x-pii'] !== undefined) rule.personal ??= node['x-pii'] as PersonalData;
    for (const [name, member] of entriesOf(node['properties'])) {
      const before = rule.members.get(name);
      if (before === undefined) rule.members.set(name, this.read(member));
      else if (before !== this.read(member)) rule.members.set(name, this.joined(before, member));
    }
    for (const open of [
      node['additionalProperties'],
      ...entriesOf(node['patternProperties']).map(([, each]) => each),
    ]) {
      // Open to anything (`true`, `{}`) describes nothing: such members stay unknown.
      if (isObject(open) && Object.keys(open).length > 0) rule.others ??= this.read(open);
    }
    const items = [node['items'], ...(Array.isArray(node['prefixItems']) ? node['prefixItems'] : [])].filter(isObject);
    for (const item of items) rule.items = rule.items === undefined ? this.read(item) : this.joined(rule.items, item);
    for (const part of this.partsOf(node)) this.into(rule, part, seen);
  }

  private joined(before: DataRule, node: Node): DataRule {
    const rule = { ...before, members: new Map(before.members) };
    this.into(rule, node, new Set());
    return rule;
  }

  private partsOf(node: Node): Node[] {
    const combined = COMBINED.flatMap((keyword) => (Array.isArray(node[keyword]) ? (node[keyword] as unknown[]) : []));
    return [...combined, ...BRANCHES.map((keyword) => node[keyword]), this.target(node['$ref'])].filter(isObject);
  }

  private target(reference: unknown): unknown {
    if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
    const steps = reference.slice(1).split('/').slice(1);
    return steps.reduce<unknown>((node, step) => {
      const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? (node as Node)[name] : undefined;
    }, this.root);
  }
}

const entriesOf = (value: unknown): [string, Node][] =>
  isObject(value) ? Object.entries(value).filter((entry): entry is [string, Node] => isObject(entry[1])) : [];
