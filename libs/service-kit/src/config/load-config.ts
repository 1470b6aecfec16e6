import { type ValidationError, validateSync } from 'class-validator';
import { ConfigInvalid } from './config-invalid';
import { configPartsOf, type EnvField, envFieldsOf } from './env.decorator';
import { type Environment, readYamlFile, valueAt, type YamlTree } from './yaml-file';

type Constructor<T> = new () => T;

/** Builds and checks a config class from the environment over an optional YAML file; throws `ConfigInvalid` with every problem at once. */
export function loadConfig<T extends object>(type: Constructor<T>, env: Environment = process.env): T {
  const problems: string[] = [];
  const config = fill(type, env, readYamlFile(env), problems);
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return config;
}

function fill<T extends object>(type: Constructor<T>, env: Environment, file: YamlTree, problems: string[]): T {
  const config = new type() as T & Record<string, unknown>;
  const fields = envFieldsOf(type);
  for (const field of fields) {
    const raw = env[field.name] || valueAt(file, field.yaml);
    if (raw === undefined || raw === '') continue;
    (config as Record<string, unknown>)[field.property] = convert(raw, kindOf(type, field.property, config));
  }
  for (const error of validateSync(config, { forbidUnknownValues: false })) problems.push(...describe(error, fields));
  for (const part of configPartsOf(type)) {
    (config as Record<string, unknown>)[part.property] = fill(part.type(), env, file, problems);
  }
  return config;
}

/** Emitted metadata knows only written types; a property with a default and none written is what its default is. */
function kindOf(type: Constructor<object>, property: string, config: Record<string, unknown>): unknown {
  const standard = config[property];
  if (standard !== undefined && standard !== null) return (standard as object).constructor;
  return Reflect.getMetadata('design:type', type.prototype, property);
}

function convert(raw: unknown, kind: unknown): unknown {
  if (kind === Array) {
    return (Array.isArray(raw) ? raw : String(raw).split(',')).map(trimmed).filter((item) => item !== '');
  }
  const text = trimmed(raw);
  if (kind === Number) return text === '' ? Number.NaN : Number(text);
  if (kind === Boolean) return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

const trimmed = (raw: unknown): string => String(raw).trim();

function describe(error: ValidationError, fields: readonly EnvField[]): string[] {
  const name = fields.find((field) => field.property === error.property)?.name ?? error.property;
  return Object.values(error.constraints ?? {}).map((rule) => `${name}: ${rule.replace(error.property, 'it')}`);
}
