import { VALIDATED_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type BatchContext, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { LakeConfig } from './lake.config';
import { LakeService } from './lake.service';

@Controller()
export class LakeConsumer {
  constructor(private readonly lake: LakeService) {}

  @BatchConsumer({ group: 'ingestion.lake', topics: [VALIDATED_TOPIC], boundsFrom: LakeConfig })
  handle(batch: Received[], context: BatchContext): Promise<Outcome[]> {
    return this.lake.take(batch, context);
  }
}
