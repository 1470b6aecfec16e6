import { DomainError } from '@analytics/domain';

export class PipelineUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'PIPELINE_NOT_FOUND';

  constructor() {
    super({ en: 'there is no pipeline of this name', ru: 'конвейера с таким именем нет' });
  }
}

export class RunUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'PIPELINE_RUN_NOT_FOUND';

  constructor() {
    super({
      en: 'this pipeline has no run of this id; one that was asked for a moment ago may not be written down yet',
      ru: 'запуска с таким id у этого конвейера нет; только что запрошенный мог ещё не попасть в журнал',
    });
  }
}

export class RunEnded extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor() {
    super({ en: 'the run has ended', ru: 'запуск уже закончился' });
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
