import { Module } from '@nestjs/common';
import { PipelineRegistry } from '../runs/pipeline-registry';
import { UnlinkIdentityPipeline } from './unlink-identity.pipeline';
import { UnlinkedIdentities } from './unlinked-identities';

@Module({ providers: [UnlinkedIdentities, UnlinkIdentityPipeline], exports: [UnlinkedIdentities] })
export class UnlinkingModule {
  constructor(registry: PipelineRegistry, pipeline: UnlinkIdentityPipeline) {
    registry.add(pipeline);
  }
}
