import { DomainError } from '@analytics/domain';
import type { ErrorCode } from '@analytics/contracts';
import type { Problem } from '../errors/problem';

/** A request whose shape is wrong, with every problem that was found. */
export class RequestInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code: ErrorCode;

  constructor(readonly problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].detail);
    this.code = problems[0].code;
  }
}
