import { DomainError } from '@analytics/domain';

/** A value that only its route can judge: the form of each is checked before. */
export class QueryParameterWrong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source: { readonly parameter: string };

  constructor(parameter: string, what: string) {
    super(what);
    this.source = { parameter };
  }
}
