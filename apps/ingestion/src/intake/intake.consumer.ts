import { COLLECTED_TOPIC, PLATFORM_EVENTS_PATTERN } from '@analytics/contracts';
import { BatchConsumer, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { IntakeConfig } from './intake.config';
import { IntakeService } from './intake.service';

/** What came over HTTP and what the platform's services write, each in a group of its own: neither waits for the other. */
@Controller()
export class IntakeConsumer {
  constructor(private readonly intake: IntakeService) {}

  @BatchConsumer({ group: 'ingestion.intake', topics: [COLLECTED_TOPIC], boundsFrom: IntakeConfig })
  collected(batch: Received[]): Promise<Outcome[]> {
    return this.intake.takeIn(batch);
  }

  @BatchConsumer({ group: 'ingestion.platform', topics: PLATFORM_EVENTS_PATTERN, boundsFrom: IntakeConfig })
  platform(batch: Received[]): Promise<Outcome[]> {
    return this.intake.takeIn(batch);
  }
}
