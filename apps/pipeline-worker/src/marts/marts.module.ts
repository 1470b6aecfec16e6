import { Module } from '@nestjs/common';
import { PipelineRegistry } from '../runs/pipeline-registry';
import { DirtyNotes } from './dirty-months';
import { MartsDueWatch } from './marts-due.watch';
import { RebuildMartsPipeline } from './rebuild-marts.pipeline';

@Module({ providers: [RebuildMartsPipeline, DirtyNotes, MartsDueWatch] })
export class MartsModule {
  constructor(registry: PipelineRegistry, pipeline: RebuildMartsPipeline) {
    registry.add(pipeline);
  }
}
