import { isObject } from '../../json/json-object';
import { below } from '../json-pointer';
import { checkKeyword } from './check-keyword';
import { checkPersonal } from './check-personal';
import { ANNOTATIONS, KEYWORDS, SCHEMA_LIMITS } from './schema-keywords';
import type { SchemaProblem } from './schema-problem';

type Node = Readonly<Record<string, unknown>>;

/** Deep enough for any schema of the allowed depth with its examples. */
const VALUE_DEPTH = 64;
const MOST_PROBLEMS = 50;

/** Everything that keeps a schema out of the registry; none means it is one. */
export function checkSchema(candidate: unknown): SchemaProblem[] {
  if (!isObject(candidate)) return [{ pointer: '', detail: 'a schema is a JSON object' }];
  if (!isShallow(candidate, VALUE_DEPTH)) {
    return [{ pointer: '', detail: `must be at most ${VALUE_DEPTH} values deep` }];
  }
  if (new TextEncoder().encode(JSON.stringify(candidate)).length > SCHEMA_LIMITS.bytes) {
    return [{ pointer: '', detail: `must have at most ${SCHEMA_LIMITS.bytes} bytes` }];
  }
  const problems: SchemaProblem[] = [];
  if (candidate['type'] !== 'object') {
    problems.push({ pointer: '/type', detail: 'must be "object": it describes data' });
  }
  if (!isObject(candidate['properties'])) problems.push({ pointer: '/properties', detail: 'is required' });
  checkNode(candidate, '', 0, problems);
  if (countProperties(candidate, 0) > SCHEMA_LIMITS.properties) {
    problems.push({ pointer: '/properties', detail: `must declare at most ${SCHEMA_LIMITS.properties} properties` });
  }
  return problems.length === 0 ? checkPersonal(candidate) : problems.slice(0, MOST_PROBLEMS);
}

function checkNode(node: Node, pointer: string, depth: number, problems: SchemaProblem[]): void {
  if (depth > SCHEMA_LIMITS.depth) {
    problems.push({ pointer, detail: `must be at most ${SCHEMA_LIMITS.depth} schemas deep` });
    return;
  }
  for (const [keyword, value] of Object.entries(node)) {
    const at = below(pointer, keyword);
    const form = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    const problem = form === undefined ? 'is no keyword of the registry' : checkKeyword(form, value);
    if (problem !== undefined) problems.push({ pointer: at, detail: problem });
    else if (keyword === 'x-pii' && !/^\/properties\/[^/]+$/.test(pointer)) {
      problems.push({ pointer: at, detail: 'personal data goes into properties of the first level' });
    }
  }
  checkAlternatives(node, pointer, problems);
  checkRequired(node, pointer, problems);
  for (const [at, child] of childrenOf(node, pointer)) checkNode(child, at, depth + 1, problems);
}

/** Beside alternatives stands nothing that restricts, and values are listed once, so each can be compared alone. */
function checkAlternatives(node: Node, pointer: string, problems: SchemaProblem[]): void {
  if (Object.hasOwn(node, 'const') && Object.hasOwn(node, 'enum')) {
    problems.push({ pointer: below(pointer, 'const'), detail: 'must not stand beside enum' });
  }
  if (node['anyOf'] === undefined) return;
  for (const keyword of Object.keys(node)) {
    if (keyword !== 'anyOf' && !ANNOTATIONS.has(keyword)) {
      problems.push({
        pointer: below(pointer, keyword),
        detail: 'must stand inside the alternatives, not beside anyOf',
      });
    }
  }
}

function checkRequired(node: Node, pointer: string, problems: SchemaProblem[]): void {
  if (!Array.isArray(node['required'])) return;
  const known = isObject(node['properties']) ? node['properties'] : {};
  node['required'].forEach((name: unknown, index) => {
    if (typeof name === 'string' && !Object.hasOwn(known, name)) {
      problems.push({ pointer: below(pointer, 'required', index), detail: 'must name a property that is described' });
    }
  });
}

function childrenOf(node: Node, pointer: string): [string, Node][] {
  const found: [string, unknown][] = [];
  if (isObject(node['properties'])) {
    for (const [name, child] of Object.entries(node['properties'])) {
      found.push([below(pointer, 'properties', name), child]);
    }
  }
  for (const keyword of ['items', 'additionalProperties', 'propertyNames']) {
    found.push([below(pointer, keyword), node[keyword]]);
  }
  if (Array.isArray(node['anyOf'])) {
    node['anyOf'].forEach((child: unknown, index) => found.push([below(pointer, 'anyOf', index), child]));
  }
  return found.filter((entry): entry is [string, Node] => isObject(entry[1]));
}

function countProperties(node: Node, depth: number): number {
  if (depth > SCHEMA_LIMITS.depth) return 0;
  const own = isObject(node['properties']) ? Object.keys(node['properties']).length : 0;
  return childrenOf(node, '').reduce((sum, [, child]) => sum + countProperties(child, depth + 1), own);
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}
