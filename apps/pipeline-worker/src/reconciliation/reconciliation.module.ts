import { AuditLog, ofPostgres, ReconciliationsStore } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { PipelineRegistry } from '../runs/pipeline-registry';
import { AmountComparison } from './amount-comparison';
import { HourRepair } from './hour-repair';
import { KeptReport } from './kept-report';
import { PlaceComparison } from './place-comparison';
import { ReconciliationPipeline } from './reconciliation.pipeline';
import { ReconciliationRepair } from './reconciliation-repair';
import { RowComparison } from './row-comparison';
import { Settling } from './settling';

@Module({
  providers: [
    ofPostgres(AuditLog, 'admin'),
    ofPostgres(ReconciliationsStore),
    AmountComparison,
    RowComparison,
    PlaceComparison,
    HourRepair,
    KeptReport,
    ReconciliationRepair,
    ReconciliationPipeline,
    Settling,
  ],
})
export class ReconciliationModule {
  constructor(registry: PipelineRegistry, pipeline: ReconciliationPipeline) {
    registry.add(pipeline);
  }
}
