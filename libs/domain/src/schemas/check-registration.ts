import { checkSchema } from './definition/check-schema';
import { isTypeName } from './definition/type-name';
import type { SchemaProblem } from './definition/schema-problem';
import type { RegistrableSchema } from './registered-schema';
import { SchemaInvalid } from './schema-errors';
import { SchemaCompiler } from './validation/compile-schema';

export interface Registration {
  readonly type: string;
  readonly schema: unknown;
  readonly example?: unknown;
}

/** The schema of a registration that may go on to the compatibility rules; throws with every problem otherwise. */
export function checkRegistration({ type, schema, example }: Registration): RegistrableSchema {
  const named: SchemaProblem[] = isTypeName(type)
    ? []
    : [{ pointer: '', detail: `the type must read like com.platform.catalog.game.viewed.v1` }];
  const problems = [...named, ...checkSchema(schema)];
  if (problems.length > 0) throw new SchemaInvalid(problems);
  const wrong = checkExamples(schema as RegistrableSchema, example);
  if (wrong.length > 0) throw new SchemaInvalid(wrong);
  return schema as RegistrableSchema;
}

/** An example that its own schema refuses teaches senders the wrong thing. */
function checkExamples(schema: RegistrableSchema, example: unknown): SchemaProblem[] {
  const check = new SchemaCompiler().compile(schema);
  const inside: readonly unknown[] = Array.isArray(schema.examples) ? schema.examples : [];
  const given = example === undefined ? [] : [{ pointer: '/example', value: example }];
  const examples = [...inside.map((value, index) => ({ pointer: `/examples/${index}`, value })), ...given];
  return examples.flatMap(({ pointer, value }) => {
    const violation = check(value);
    return violation === undefined ? [] : [{ pointer: pointer + violation.pointer, detail: violation.detail }];
  });
}
