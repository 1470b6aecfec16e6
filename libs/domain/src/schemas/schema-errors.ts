import { DomainError } from '../errors/domain-error';
import type { BrokenRule } from './compatibility/broken-rule';
import type { SchemaProblem } from './definition/schema-problem';

const said = (items: readonly { readonly pointer: string; readonly detail: string }[]): string =>
  items.map(({ pointer, detail }) => `${pointer === '' ? 'the schema' : pointer}: ${detail}`).join('; ');

/** From a place in the schema to one in the registration, where the example stands beside it. */
const inRegistration = (pointer: string): string => (/^\/example(\/|$)/.test(pointer) ? pointer : `/schema${pointer}`);

/** What was to be registered is no schema of the registry; every problem is named. */
export class SchemaInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'SCHEMA_INVALID';

  constructor(readonly problems: readonly SchemaProblem[]) {
    super(said(problems));
  }

  override get faults() {
    return this.problems.map(({ pointer, detail }) => ({ detail, pointer: inRegistration(pointer) }));
  }
}

/** The change breaks those who send or read the versions before; every broken rule is named. */
export class SchemaIncompatible extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SCHEMA_INCOMPATIBLE';

  constructor(readonly rules: readonly BrokenRule[]) {
    super(rules.map(({ rule, pointer, detail }) => `${rule} ${pointer}: ${detail}`).join('; '));
  }

  override get faults() {
    return this.rules.map(({ rule, pointer, detail }) => ({ detail, pointer: inRegistration(pointer), rule }));
  }
}

export class SchemaNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'SCHEMA_NOT_FOUND';

  constructor(type: string, version?: number) {
    super(version === undefined ? `no schema is registered for ${type}` : `${type} has no version ${version}`);
  }
}
