import { COLLECTED_TOPIC, PLATFORM_EVENTS_PATTERN } from '@analytics/contracts';
import { BatchConsumer, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { IntakeService } from './intake.service';

/** What came over HTTP and what the platform's services write, each in a group of its own: neither waits for the other. */
@Controller()
export class IntakeConsumer {
  constructor(private readonly intake: IntakeService) {}

  @BatchConsumer({ group: 'ingestion.intake', topics: [COLLECTED_TOPIC] })
  collected(batch: Received[]): Promise<Outcome[]> {
    return this.intake.takeIn(batch);
  }

  @BatchConsumer({ group: 'ingestion.platform', topics: PLATFORM_EVENTS_PATTERN })
  platform(batch: Received[]): Promise<Outcome[]> {
    return this.intake.takeIn(batch);
  }
}
