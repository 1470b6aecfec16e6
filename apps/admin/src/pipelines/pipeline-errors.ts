import { DomainError } from '@analytics/domain';

export class PipelineUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'PIPELINE_NOT_FOUND';

  constructor() {
    super('there is no pipeline of this name');
  }
}

export class RunUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'PIPELINE_RUN_NOT_FOUND';

  constructor() {
    super('this pipeline has no run of this id; one that was asked for a moment ago may not be written down yet');
  }
}

export class RunEnded extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor() {
    super('the run has ended');
  }
}

export class ParametersWrong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';

  constructor(private readonly wrong: readonly { readonly name: string; readonly detail: string }[]) {
    super(wrong.map(({ name, detail }) => `${name} ${detail}`).join('; '));
  }

  override get faults() {
    return this.wrong.map(({ name, detail }) => ({ detail: `${name} ${detail}`, pointer: `/parameters/${name}` }));
  }
}
