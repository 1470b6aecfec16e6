import { DomainError } from '../../errors/domain-error';

/** A definition that means nothing or that cannot be computed; names the member and the rule, never the value. */
export class MetricDefinitionInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source: { readonly pointer: string };

  constructor(pointer: string, rule: string) {
    super(`${pointer === '' ? 'the definition' : pointer} ${rule}`);
    this.source = { pointer };
  }
}

/** There is no own definition of this name, or none of this version. */
export class MetricDefinitionNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'METRIC_DEFINITION_NOT_FOUND';
}
