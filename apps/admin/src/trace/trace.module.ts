import { LakeCatalogue, ofPostgres, PostgresModule, SinkPositions } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { KafkaStages } from './kafka-stages';
import { LetterStagesModule } from './letter-stages';
import { TraceController } from './trace.controller';
import { TraceService } from './trace.service';
import { WarehouseStages } from './warehouse-stages';

/** The role of the pipelines reads the lake's manifest and the sink's ledger: it stays inside this module. */
@Module({
  imports: [PostgresModule.forOwner({ owner: 'pipeline_worker', entities: [], global: false }), LetterStagesModule],
  controllers: [TraceController],
  providers: [
    ofPostgres(LakeCatalogue, 'ingestion'),
    ofPostgres(SinkPositions),
    KafkaStages,
    WarehouseStages,
    TraceService,
  ],
})
export class TraceModule {}
