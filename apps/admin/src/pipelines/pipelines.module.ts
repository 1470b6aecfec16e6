import { ofPostgres, PipelineRunLog } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { CreationRequestsModule } from '../requests/creation-requests.module';
import { PipelineJobs } from './pipeline-jobs';
import { PipelinesController } from './pipelines.controller';
import { PipelinesService } from './pipelines.service';

/** The worker writes its log; here it is read, and runs are asked for over Kafka. */
@Module({
  imports: [AuditModule, CreationRequestsModule],
  controllers: [PipelinesController],
  providers: [ofPostgres(PipelineRunLog, 'pipeline_worker'), PipelineJobs, PipelinesService],
  exports: [PipelineJobs, PipelineRunLog],
})
export class PipelinesModule {}
