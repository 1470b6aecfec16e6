import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigInvalid } from './config-invalid';

export type Environment = Readonly<Record<string, string | undefined>>;
export type YamlTree = { readonly [key: string]: unknown };

const FILE = 'ANALYTICS_CONFIG_FILE';
const REFERENCE = /\$\{(\w+)(?::"([^"]*)")?\}/g;
const MARKED = /\uE000(\d+)\uE001/g;

/** Reads the YAML file that `ANALYTICS_CONFIG_FILE` names; no file is an empty tree. */
export function readYamlFile(env: Environment): YamlTree {
  const path = env[FILE];
  if (path === undefined || path === '') return {};
  const tree = parseYaml(readText(path), env);
  if (tree === null || tree === undefined) return {};
  if (typeof tree !== 'object' || Array.isArray(tree)) {
    throw new ConfigInvalid([`${FILE}: the file it names is no map`]);
  }
  return tree as YamlTree;
}

export function valueAt(tree: YamlTree, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  const found = path.split('.').reduce<unknown>((node, key) => (isMap(node) ? node[key] : undefined), tree);
  return found === null ? undefined : found;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigInvalid([`${FILE}: the file it names cannot be read`]);
  }
}

/**
 * `${NAME}` and `${NAME:"default"}` are how the platform's files write references. They become marks before parsing and
 * values after it, so a value with a colon, a quote or a line break can never change the meaning of the file.
 */
function parseYaml(text: string, env: Environment): unknown {
  const values: string[] = [];
  const marked = text.replace(REFERENCE, (_, name: string, fallback = '') => {
    values.push(env[name] || fallback);
    return `\uE000${values.length - 1}\uE001`;
  });
  try {
    return withValues(parse(marked), values);
  } catch {
    throw new ConfigInvalid([`${FILE}: the file it names is not YAML`]);
  }
}

function withValues(node: unknown, values: readonly string[]): unknown {
  if (typeof node === 'string') return node.replace(MARKED, (_, index: string) => values[Number(index)] ?? '');
  if (Array.isArray(node)) return node.map((item) => withValues(item, values));
  if (!isMap(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withValues(value, values)]));
}

const isMap = (node: unknown): node is YamlTree => typeof node === 'object' && node !== null && !Array.isArray(node);
