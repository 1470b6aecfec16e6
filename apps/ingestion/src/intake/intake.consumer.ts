import { COLLECTED_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { IntakeService } from './intake.service';

@Controller()
export class IntakeConsumer {
  constructor(private readonly intake: IntakeService) {}

  @BatchConsumer({ group: 'ingestion.intake', topics: [COLLECTED_TOPIC] })
  handle(batch: Received[]): Promise<Outcome[]> {
    return this.intake.takeIn(batch);
  }
}
