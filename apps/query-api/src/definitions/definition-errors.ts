import { DomainError } from '@analytics/domain';

const LIMITED = {
  'metrics of one person': 'метрик одного человека',
  'metrics in all': 'метрик всего',
  'versions of one metric': 'версий одной метрики',
};

abstract class Conflict extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';
}

export class MetricNameTaken extends Conflict {
  override readonly source = { pointer: '/name' };

  constructor() {
    super({
      en: 'another metric has this name, perhaps an archived one: take another name, or change that one',
      ru: 'так уже называется другая метрика, возможно в архиве: возьмите другое имя или измените ту',
    });
  }
}

export class BuiltInMetric extends Conflict {
  constructor() {
    super({
      en: 'a metric that came with the product can be neither changed nor archived: define one of your own',
      ru: 'встроенную метрику нельзя ни изменить, ни убрать в архив: определите свою',
    });
  }
}

export class MetricArchived extends Conflict {
  constructor() {
    super({
      en: 'the metric is archived: it answers as before and does not change any more',
      ru: 'метрика в архиве: она отвечает как раньше и больше не меняется',
    });
  }
}

export class TooManyMetrics extends Conflict {
  constructor(limit: number, of: keyof typeof LIMITED) {
    super({
      en: `there may be at most ${limit} ${of}: archive one, or change one that is there`,
      ru: `${LIMITED[of]} может быть не больше ${limit}: уберите одну в архив или измените имеющуюся`,
    });
  }
}

export class NotYourMetric extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor() {
    super({
      en: 'a metric is changed by who defined it or by a platform_admin',
      ru: 'метрику меняет тот, кто её определил, или platform_admin',
    });
  }
}
