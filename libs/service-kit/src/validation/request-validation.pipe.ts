import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { Problem } from '../errors/problem';
import { AddressUnknown } from './address-unknown';
import { RequestInvalid } from './request-invalid';

const MAX_PROBLEMS = 20;
/** No body of ours has as many levels; what looks into one below goes down by recursion. */
const MAX_LEVELS = 64;
const MAX_NAME_LENGTH = 100;

class ShapeRefused extends Error {
  constructor(readonly found: readonly ValidationError[]) {
    super('the shape of the request is refused');
  }
}

/** Checks what comes in over HTTP against its class; a property that the class does not know is refused, not dropped. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: false },
      exceptionFactory: (found) => new ShapeRefused(found),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (isDeeper(value, MAX_LEVELS)) {
      throw new RequestInvalid([problemAt([], `must have at most ${MAX_LEVELS} levels`, metadata.type)]);
    }
    // A class none of whose members is required would take a text, too.
    if (metadata.type === 'body' && isClass(metadata.metatype) && !isNothingOrObject(value)) {
      throw new RequestInvalid([problemAt([], 'the body must be an object', metadata.type)]);
    }
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof ShapeRefused)) throw error;
      if (metadata.type === 'param') throw new AddressUnknown(error.found.flatMap((each) => flatten(each, []))[0]?.[1]);
      throw new RequestInvalid(problemsOf(error.found, metadata.type));
    }
  }
}

const BUILT_IN: readonly unknown[] = [Object, Array, String, Number, Boolean, Buffer];
const isClass = (metatype: unknown): boolean => typeof metatype === 'function' && !BUILT_IN.includes(metatype);
/** No body at all is one without members. */
const isNothingOrObject = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));

const isDeeper = (value: unknown, left: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((member) => isDeeper(member, left - 1)));

export function problemsOf(
  found: readonly ValidationError[],
  place: ArgumentMetadata['type'],
): [Problem, ...Problem[]] {
  const problems = found.flatMap((error) => flatten(error, [])).map(([path, rule]) => problemAt(path, rule, place));
  const [first = problemAt([], 'the value has the wrong shape', place), ...rest] = problems;
  return [first, ...rest.slice(0, MAX_PROBLEMS - 1)];
}

type Found = readonly [path: readonly string[], rule: string];

function flatten(error: ValidationError, above: readonly string[]): Found[] {
  const path = [...above, error.property];
  const own = Object.values(error.constraints ?? {}).map((rule): Found => [path, rule]);
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, path))];
}

function problemAt(path: readonly string[], rule: string, place: ArgumentMetadata['type']): Problem {
  const names = path.map((name) => name.slice(0, MAX_NAME_LENGTH));
  const detail = rule.slice(0, 300);
  if (place !== 'body') return { code: 'INVALID_QUERY_PARAMETERS', detail, source: { parameter: names.join('.') } };
  const pointer = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { code: 'VALIDATION_FAILED', detail, source: { pointer } };
}
