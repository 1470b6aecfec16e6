import type { InTwoLanguages } from '@analytics/contracts';
import { DomainError } from '../../errors/domain-error';

export type QuestionParameter =
  | 'granularity'
  | 'dimensions'
  | 'filters'
  | 'compare'
  | 'basis'
  | 'limit'
  | 'approximate'
  | 'period_start'
  | 'period_end';

/** A question that nobody can answer; names the parameter and the rule, never the value. */
export class QuestionInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source: { readonly parameter: QuestionParameter };

  constructor(parameter: QuestionParameter, { en, ru }: InTwoLanguages) {
    super({ en: `${parameter} ${en}`, ru: `${parameter}: ${ru}` });
    this.source = { parameter };
  }
}

/** A question that would cost too much, with how to ask for less. */
export class QuestionTooExpensive extends DomainError {
  readonly kind = 'refused';
  readonly code = 'QUERY_TOO_EXPENSIVE';

  constructor(advice: InTwoLanguages) {
    super(advice);
  }
}
