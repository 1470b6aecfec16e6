import type { Provider, Type } from '@nestjs/common';
import { configPartsOf } from './env.decorator';

/**
 * The loaded config and each of its parts, injectable by class. A part that refines another (its own defaults) answers
 * for the class it extends too, so a library that asks for the plain part gets the app's.
 */
export function configProviders(config: object): Provider[] {
  const providers = new Map<unknown, object>();
  collect(config, providers);
  return [...providers].map(([provide, useValue]) => ({ provide: provide as Type, useValue }));
}

function collect(config: object, providers: Map<unknown, object>): void {
  for (const type of lineage(config)) providers.set(type, config);
  for (const part of configPartsOf(config.constructor as new () => object)) {
    collect((config as Record<string, object>)[part.property] as object, providers);
  }
}

function lineage(config: object): unknown[] {
  const types: unknown[] = [];
  for (let proto = Object.getPrototypeOf(config); proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    types.push(proto.constructor);
  }
  return types;
}
