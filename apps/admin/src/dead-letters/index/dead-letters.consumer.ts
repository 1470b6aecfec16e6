import { DLQ_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { LetterIndex } from './letter-index';

@Controller()
export class DeadLettersConsumer {
  constructor(private readonly index: LetterIndex) {}

  @BatchConsumer({ group: 'admin.dlq', topics: [DLQ_TOPIC] })
  handle(batch: Received[]): Promise<Outcome[]> {
    return this.index.take(batch);
  }
}
