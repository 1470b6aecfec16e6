import { Module } from '@nestjs/common';
import { PipelineRegistry } from '../runs/pipeline-registry';
import { RetentionPipeline } from './retention.pipeline';

@Module({ providers: [RetentionPipeline] })
export class RetentionModule {
  constructor(registry: PipelineRegistry, pipeline: RetentionPipeline) {
    registry.add(pipeline);
  }
}
