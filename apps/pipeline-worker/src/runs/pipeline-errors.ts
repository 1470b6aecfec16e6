import { DomainError } from '@analytics/domain';

export class PipelineUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/pipeline' };

  constructor(name: string, known: readonly string[]) {
    super(`there is no pipeline "${name.slice(0, 80)}"; there are ${known.join(', ')}`);
  }
}

export class ParametersInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/parameters' };

  constructor(problems: readonly string[]) {
    super(`the parameters are not valid: ${problems.join('; ')}`);
  }
}

/** What a run finds is not what it may work on. */
export class RunRefused extends DomainError {
  readonly kind = 'refused';
  readonly code = 'CONFLICT';
}
