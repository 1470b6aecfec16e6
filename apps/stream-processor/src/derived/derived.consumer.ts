import { VALIDATED_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type BatchContext, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { DerivedConfig } from './derived.config';
import { DerivedService } from './derived.service';

@Controller()
export class DerivedConsumer {
  constructor(private readonly derived: DerivedService) {}

  @BatchConsumer({ group: 'stream-processor.derived', topics: [VALIDATED_TOPIC], boundsFrom: DerivedConfig })
  handle(batch: Received[], context: BatchContext): Promise<Outcome[]> {
    return this.derived.take(batch, context);
  }
}
