import { ofPostgres, ReconciliationsStore } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { PipelinesModule } from '../pipelines/pipelines.module';
import { ReconciliationsController } from './reconciliations.controller';
import { ReconciliationsService } from './reconciliations.service';

@Module({
  imports: [AuditModule, PipelinesModule],
  controllers: [ReconciliationsController],
  providers: [ofPostgres(ReconciliationsStore, 'pipeline_worker'), ReconciliationsService],
})
export class ReconciliationsModule {}
