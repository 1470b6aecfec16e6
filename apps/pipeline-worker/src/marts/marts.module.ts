import { Module } from '@nestjs/common';
import { PipelineRegistry } from '../runs/pipeline-registry';
import { RebuildMartsPipeline } from './rebuild-marts.pipeline';

@Module({ providers: [RebuildMartsPipeline] })
export class MartsModule {
  constructor(registry: PipelineRegistry, pipeline: RebuildMartsPipeline) {
    registry.add(pipeline);
  }
}
