import { DLQ_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { RejectionsService } from './rejections.service';

@Controller()
export class RejectionsConsumer {
  constructor(private readonly rejections: RejectionsService) {}

  @BatchConsumer({ group: 'stream-processor.rejections', topics: [DLQ_TOPIC] })
  handle(batch: Received[]): Promise<Outcome[]> {
    return this.rejections.take(batch);
  }
}
