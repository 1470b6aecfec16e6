import { LakeRestore, ofPostgres, Postgres, PostgresConfig, RebuildProgressStore } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { PipelineRegistry } from '../runs/pipeline-registry';
import { UnlinkingModule } from '../unlinking/unlinking.module';
import { FilledWarehouse } from './filled-warehouse';
import { FirstOfEach } from './first-of-each';
import { PartitionRebuild } from './partition-rebuild';
import { RebuildLakeManifestPipeline } from './rebuild-lake-manifest.pipeline';
import { RebuildWarehousePipeline } from './rebuild-warehouse.pipeline';

/** The manifest is ingestion's: only its restoration acts as that owner, everything else of this app reads. */
const INGESTION = Symbol('ingestion');

@Module({
  imports: [UnlinkingModule],
  providers: [
    {
      provide: INGESTION,
      inject: [PostgresConfig],
      useFactory: (config: PostgresConfig) => Postgres.of(config, 'ingestion'),
    },
    { provide: LakeRestore, inject: [INGESTION], useFactory: (postgres: Postgres) => new LakeRestore(postgres) },
    ofPostgres(RebuildProgressStore),
    FilledWarehouse,
    FirstOfEach,
    PartitionRebuild,
    RebuildWarehousePipeline,
    RebuildLakeManifestPipeline,
  ],
})
export class RebuildModule {
  constructor(registry: PipelineRegistry, warehouse: RebuildWarehousePipeline, manifest: RebuildLakeManifestPipeline) {
    registry.add(warehouse);
    registry.add(manifest);
  }
}
