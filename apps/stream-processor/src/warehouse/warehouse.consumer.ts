import { VALIDATED_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type BatchContext, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { WarehouseConfig } from './warehouse.config';
import { WarehouseService } from './warehouse.service';

@Controller()
export class WarehouseConsumer {
  constructor(private readonly warehouse: WarehouseService) {}

  @BatchConsumer({ group: 'stream-processor.warehouse', topics: [VALIDATED_TOPIC], boundsFrom: WarehouseConfig })
  handle(batch: Received[], context: BatchContext): Promise<Outcome[]> {
    return this.warehouse.take(batch, context);
  }
}
