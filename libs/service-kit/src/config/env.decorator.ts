import 'reflect-metadata';

type Constructor<T = object> = new () => T;

export interface EnvOptions {
  /** Where the YAML file holds the same value, e.g. `http_server.port`. The environment wins over the file. */
  readonly yaml?: string;
  /** A secret is never shown: not in an error, not in the reference, not in a log. */
  readonly secret?: boolean;
}

export interface EnvField extends EnvOptions {
  readonly property: string;
  readonly name: string;
}

export interface PartField {
  readonly property: string;
  readonly type: () => Constructor;
}

const FIELDS = Symbol('config:fields');
const PARTS = Symbol('config:parts');

/** A class that binds a property again replaces what it inherited. */
function declare(target: object, key: symbol, entry: EnvField | PartField): void {
  const inherited: { readonly property: string }[] = Reflect.getMetadata(key, target) ?? [];
  const others = inherited.filter((field) => field.property !== entry.property);
  Reflect.defineMetadata(key, [...others, entry], target);
}

/** Binds a property of a config class to an environment variable; the property's default applies where it is unset. */
export function Env(name: string, options: EnvOptions = {}): PropertyDecorator {
  return (target, property) =>
    declare(target, FIELDS, { ...options, property: String(property), name } satisfies EnvField);
}

/** Takes a reusable group of variables (a store's, the HTTP edge's) into a config class. */
export function Part(type: () => Constructor): PropertyDecorator {
  return (target, property) => declare(target, PARTS, { property: String(property), type } satisfies PartField);
}

export const envFieldsOf = (type: Constructor): EnvField[] => Reflect.getMetadata(FIELDS, type.prototype) ?? [];
export const configPartsOf = (type: Constructor): PartField[] => Reflect.getMetadata(PARTS, type.prototype) ?? [];
