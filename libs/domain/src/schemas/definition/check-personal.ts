import { isObject } from '../../json/json-object';
import { below } from '../json-pointer';
import { PATTERN_TEXT_LENGTH, PERSONAL_NAMES } from './schema-keywords';
import { needsShortText } from './schema-pattern';
import type { SchemaProblem } from './schema-problem';

type Node = Readonly<Record<string, unknown>>;

/** What is personal is marked, and only where the mark can be honoured. For a schema whose keywords are in order. */
export function checkPersonal(schema: Node): SchemaProblem[] {
  const properties = schema['properties'] as Readonly<Record<string, Node>>;
  const problems: SchemaProblem[] = [];
  for (const [name, property] of Object.entries(properties)) {
    const at = below('/properties', name);
    const mark = property['x-pii'];
    if (mark !== undefined && mark !== 'drop' && property['type'] !== 'string') {
      problems.push({ pointer: below(at, 'type'), detail: `must be "string" where x-pii is "${String(mark)}"` });
    }
    if (mark === 'text') {
      for (const derived of [`${name}Length`, `${name}Words`].filter((each) => Object.hasOwn(properties, each))) {
        problems.push({ pointer: below('/properties', derived), detail: `is derived from the text "${name}"` });
      }
    }
  }
  checkNames(schema, '', problems);
  checkPatterns(schema, '', problems);
  return problems;
}

function checkNames(node: Node, pointer: string, problems: SchemaProblem[]): void {
  visit(node, pointer, (at, child, name) => {
    const marks = name !== undefined && Object.hasOwn(PERSONAL_NAMES, name) ? PERSONAL_NAMES[name] : undefined;
    if (marks === undefined || marks.includes(String(child['x-pii']))) return;
    problems.push({ pointer: at, detail: `is personal: needs x-pii ${marks.map((mark) => `"${mark}"`).join(' or ')}` });
  });
}

function checkPatterns(node: Node, pointer: string, problems: SchemaProblem[]): void {
  visit(node, pointer, (at, child) => {
    if (typeof child['pattern'] !== 'string' || !needsShortText(child['pattern'])) return;
    const most = child['maxLength'];
    if (typeof most === 'number' && most <= PATTERN_TEXT_LENGTH) return;
    problems.push({ pointer: at, detail: `a pattern that repeats needs maxLength of at most ${PATTERN_TEXT_LENGTH}` });
  });
}

type Look = (at: string, node: Node, name?: string) => void;

function visit(node: Node, pointer: string, look: Look, name?: string): void {
  look(pointer, node, name);
  for (const [inner, child] of Object.entries((node['properties'] ?? {}) as Record<string, Node>)) {
    visit(child, below(pointer, 'properties', inner), look, inner);
  }
  for (const keyword of ['items', 'additionalProperties', 'propertyNames']) {
    if (isObject(node[keyword])) visit(node[keyword], below(pointer, keyword), look);
  }
  if (Array.isArray(node['anyOf'])) {
    node['anyOf'].forEach((child: Node, index) => visit(child, below(pointer, 'anyOf', index), look));
  }
}
