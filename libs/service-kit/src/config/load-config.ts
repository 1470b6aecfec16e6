import { readFileSync } from 'node:fs';
import { type ValidationError, validateSync } from 'class-validator';
import { parse } from 'yaml';
import { configPartsOf, type EnvField, envFieldsOf } from './env.decorator';

type Constructor<T> = new () => T;
type Environment = Readonly<Record<string, string | undefined>>;
type YamlTree = { readonly [key: string]: unknown };

/** Names the variables that are wrong and the rule each breaks; never the value, which may be a secret. */
export class ConfigInvalid extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigInvalid';
  }
}

/** Builds and checks a config class from the environment over an optional YAML file; throws `ConfigInvalid` with every problem at once. */
export function loadConfig<T extends object>(type: Constructor<T>, env: Environment = process.env): T {
  const problems: string[] = [];
  const config = fill(type, env, readYaml(env), problems);
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return config;
}

function fill<T extends object>(type: Constructor<T>, env: Environment, file: YamlTree, problems: string[]): T {
  const config = new type() as T & Record<string, unknown>;
  const fields = envFieldsOf(type);
  for (const field of fields) {
    const raw = env[field.name] || fromYaml(file, field.yaml);
    if (raw === undefined || raw === '') continue;
    const kind = Reflect.getMetadata('design:type', type.prototype, field.property);
    (config as Record<string, unknown>)[field.property] = convert(raw, kind);
  }
  for (const error of validateSync(config, { forbidUnknownValues: false })) problems.push(...describe(error, fields));
  for (const part of configPartsOf(type)) {
    (config as Record<string, unknown>)[part.property] = fill(part.type(), env, file, problems);
  }
  return config;
}

function convert(raw: unknown, kind: unknown): unknown {
  const text = String(raw).trim();
  if (kind === Number) return text === '' ? Number.NaN : Number(text);
  if (kind === Boolean) return text === 'true' ? true : text === 'false' ? false : text;
  if (kind === Array) return Array.isArray(raw) ? raw : text.split(',').map((item) => item.trim());
  return text;
}

function describe(error: ValidationError, fields: readonly EnvField[]): string[] {
  const name = fields.find((field) => field.property === error.property)?.name ?? error.property;
  return Object.values(error.constraints ?? {}).map((rule) => `${name}: ${rule.replace(error.property, 'it')}`);
}

function readYaml(env: Environment): YamlTree {
  const path = env['ANALYTICS_CONFIG_FILE'];
  if (path === undefined || path === '') return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigInvalid(['ANALYTICS_CONFIG_FILE: the file it names cannot be read']);
  }
  try {
    return (parse(substitute(text, env)) as YamlTree | null) ?? {};
  } catch {
    throw new ConfigInvalid(['ANALYTICS_CONFIG_FILE: the file it names is not YAML']);
  }
}

/** `${NAME}` and `${NAME:"default"}` inside the file, as the platform's configuration files write them. */
const substitute = (text: string, env: Environment): string =>
  text.replace(/\$\{(\w+)(?::"([^"]*)")?\}/g, (_, name: string, fallback = '') => JSON.stringify(env[name] ?? fallback));

function fromYaml(file: YamlTree, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  const found = path.split('.').reduce<unknown>((node, key) => (node as YamlTree | undefined)?.[key], file);
  return found === null ? undefined : found;
}
