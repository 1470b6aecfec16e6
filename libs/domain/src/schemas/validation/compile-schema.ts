import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { RegistrableSchema } from '../registered-schema';
import { inCodeUnits } from './code-units';
import { isUuidOrUrn, OWN_FORMATS } from './schema-formats';
import { type Violation, violationOf } from './violation';

/** The first rule some data breaks; undefined when it follows the schema. */
export type SchemaCheck = (data: unknown) => Violation | undefined;

/**
 * Turns schemas into checks. Compiling is slow and checking fast: compile once per version and keep the check. Lengths are
 * counted in code points, which takes longer than all other rules together: a stricter form that only looks at the length of
 * texts is asked first, and what it does not pass is judged by the exact one.
 */
export class SchemaCompiler {
  private readonly exact = validatorOf({ unicode: true });
  private readonly quick = validatorOf({ unicode: false });

  compile(schema: RegistrableSchema): SchemaCheck {
    const prepared = withoutName(exactIntegers(schema));
    const validate = compiled(this.exact, prepared);
    const passes = compiled(this.quick, inCodeUnits(prepared));
    return (data) => (passes(data) || validate(data) ? undefined : violationOf(validate.errors ?? []));
  }
}

function validatorOf({ unicode }: { unicode: boolean }): Ajv2020 {
  const ajv = addFormats(
    new Ajv2020({
      strict: true,
      strictTypes: false,
      logger: false,
      unicodeRegExp: false,
      keywords: ['x-pii', 'x-description-ru'],
      formats: OWN_FORMATS,
      ...(!unicode && { unicode }),
    }),
    { mode: 'fast' },
  );
  return ajv.addFormat('uuid', isUuidOrUrn);
}

function compiled(ajv: Ajv2020, schema: Record<string, unknown>): ValidateFunction {
  const validate = ajv.compile(schema);
  // Versions come and go while the service runs: the compiler must not keep each of them for ever.
  ajv.removeSchema(schema);
  return validate;
}

/** Versions of one type share their name, which a compiler takes for the same schema twice. */
function withoutName(schema: Record<string, unknown>): Record<string, unknown> {
  const { $id: _, ...rest } = schema;
  return rest;
}

type Node = Readonly<Record<string, unknown>>;

/** Beyond 2^53 an integer is not the number its sender wrote, so every integer is bounded even where its schema is silent. */
function exactIntegers(schema: object): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...schema };
  if (copy['type'] === 'integer' && copy['enum'] === undefined) {
    if (copy['minimum'] === undefined) copy['minimum'] = Number.MIN_SAFE_INTEGER;
    if (copy['maximum'] === undefined) copy['maximum'] = Number.MAX_SAFE_INTEGER;
  }
  for (const keyword of ['items', 'additionalProperties']) {
    if (typeof copy[keyword] === 'object') copy[keyword] = exactIntegers(copy[keyword] as Node);
  }
  if (Array.isArray(copy['anyOf'])) copy['anyOf'] = copy['anyOf'].map(exactIntegers);
  if (copy['properties'] !== undefined) {
    const properties = Object.entries(copy['properties'] as Record<string, Node>);
    copy['properties'] = Object.fromEntries(properties.map(([name, property]) => [name, exactIntegers(property)]));
  }
  return copy;
}
