import type { ErrorObject } from 'ajv/dist/2020';
import { below } from '../json-pointer';
import { FORMAT_RULES } from './schema-formats';

/** A rule of the schema that some data breaks. */
export interface Violation {
  readonly code: 'SCHEMA_VIOLATION' | 'NUMBER_OUT_OF_RANGE';
  /** Keyword of the schema that says it. */
  readonly rule: string;
  /** The wrong or missing member itself, from the data's root. */
  readonly pointer: string;
  /** Says the rule, never the value: what was sent may be personal. */
  readonly detail: string;
}

const RANGES: ReadonlySet<string> = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);

export function violationOf(errors: readonly ErrorObject[]): Violation {
  const found = decisive(errors);
  if (found === undefined) {
    return { code: 'SCHEMA_VIOLATION', rule: 'schema', pointer: '', detail: 'does not follow its schema' };
  }
  return {
    code: RANGES.has(found.keyword) ? 'NUMBER_OUT_OF_RANGE' : 'SCHEMA_VIOLATION',
    rule: found.keyword,
    pointer: pointerOf(found),
    detail: detailOf(found, errors),
  };
}

/** Where alternatives failed, the one that had the right type says more than that none fits. */
function decisive(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const last = errors.at(-1);
  if (last?.keyword !== 'anyOf') return errors.find(({ keyword }) => keyword !== 'propertyNames') ?? errors[0];
  const within = errors.filter(({ keyword }) => keyword !== 'anyOf');
  const telling = within.filter(
    ({ keyword, instancePath }) => keyword !== 'type' || instancePath.length > last.instancePath.length,
  );
  return telling.length === 1 ? telling[0] : last;
}

/** The validator points at the object around a missing, surplus or misnamed member. */
function pointerOf({ keyword, instancePath, params, propertyName }: ErrorObject): string {
  const missing: unknown = keyword === 'required' ? params['missingProperty'] : undefined;
  const surplus: unknown = keyword === 'additionalProperties' ? params['additionalProperty'] : undefined;
  const name = [missing, surplus, propertyName].find((each) => typeof each === 'string');
  return typeof name === 'string' ? below(instancePath, name) : instancePath;
}

function detailOf(problem: ErrorObject, errors: readonly ErrorObject[]): string {
  const { keyword, params } = problem;
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum') return `must be one of: ${(params['allowedValues'] as unknown[]).slice(0, 50).join(', ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}`;
  if (keyword === 'format') return FORMAT_RULES[String(params['format'])] ?? 'must have the form its schema names';
  if (keyword === 'additionalProperties') return 'is no property of the schema';
  if (keyword === 'anyOf') {
    const types = errors.filter((each) => each.keyword === 'type').map((each) => String(each.params['type']));
    return types.length === 0 ? 'must follow one of the alternatives' : `must be ${[...new Set(types)].join(' or ')}`;
  }
  return problem.message ?? 'does not follow its schema';
}
