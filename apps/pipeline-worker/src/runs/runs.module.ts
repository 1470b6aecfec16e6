import { ofPostgres, PipelineRunsStore } from '@analytics/infra-postgres';
import { Global, Module } from '@nestjs/common';
import { PipelineRegistry } from './pipeline-registry';
import { RunGauges } from './run-gauges';
import { RunJobsConsumer } from './run-jobs.consumer';
import { RunRequests } from './run-requests';
import { Runner } from './runner';

/** The log of runs and its workers. A feature adds its pipeline in its module: `constructor(registry, pipeline) { registry.add(pipeline) }`. */
@Global()
@Module({
  controllers: [RunJobsConsumer],
  providers: [ofPostgres(PipelineRunsStore), PipelineRegistry, RunRequests, Runner, RunGauges],
  exports: [PipelineRegistry, PipelineRunsStore, RunRequests],
})
export class RunsModule {}
