import { VALIDATED_TOPIC } from '@analytics/contracts';
import { BatchConsumer, type Outcome, type Received } from '@analytics/infra-kafka';
import { Controller } from '@nestjs/common';
import { WarehouseService } from './warehouse.service';

@Controller()
export class WarehouseConsumer {
  constructor(private readonly warehouse: WarehouseService) {}

  @BatchConsumer({ group: 'stream-processor.warehouse', topics: [VALIDATED_TOPIC] })
  handle(batch: Received[]): Promise<Outcome[]> {
    return this.warehouse.store(batch);
  }
}
