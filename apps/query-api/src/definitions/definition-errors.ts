import { DomainError } from '@analytics/domain';

abstract class Conflict extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';
}

export class MetricNameTaken extends Conflict {
  override readonly source = { pointer: '/name' };

  constructor() {
    super('another metric has this name, perhaps an archived one: take another name, or change that one');
  }
}

export class BuiltInMetric extends Conflict {
  constructor() {
    super('a metric that came with the product can be neither changed nor archived: define one of your own');
  }
}

export class MetricArchived extends Conflict {
  constructor() {
    super('the metric is archived: it answers as before and does not change any more');
  }
}

export class TooManyMetrics extends Conflict {
  constructor(limit: number, of: 'metrics of one person' | 'metrics in all' | 'versions of one metric') {
    super(`there may be at most ${limit} ${of}: archive one, or change one that is there`);
  }
}

export class RequestKeyTaken extends Conflict {
  constructor() {
    super('this Idempotency-Key was used for another request');
  }
}

export class NotYourMetric extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor() {
    super('a metric is changed by who defined it or by a platform_admin');
  }
}

export class RequestKeyWrong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source = { parameter: 'Idempotency-Key' };

  constructor() {
    super('Idempotency-Key must have 1 to 255 printable characters without spaces');
  }
}
