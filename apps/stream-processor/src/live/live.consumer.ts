import { VALIDATED_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type BatchContext, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { LiveConfig } from './live.config';
import { LiveService } from './live.service';

@Controller()
export class LiveConsumer {
  constructor(private readonly live: LiveService) {}

  @BatchConsumer({ group: 'stream-processor.live', topics: [VALIDATED_TOPIC], boundsFrom: LiveConfig })
  handle(batch: Received[], context: BatchContext): Promise<Outcome[]> {
    return this.live.take(batch, context);
  }
}
