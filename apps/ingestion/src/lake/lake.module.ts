import { LakeCatalogue, LakeManifest, ofPostgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { LakeConsumer } from './lake.consumer';
import { LakeBatchWriter } from './lake-batch.writer';
import { LakeCopies } from './lake-copies';
import { LakeFiles } from './lake-files';
import { LakeJanitor } from './lake-janitor';
import { LakeService } from './lake.service';
import { LakeSteps } from './lake-steps';
import { ParquetFiles } from './parquet/parquet-files';

/** The lake of raw events: validated events as Parquet files on S3, with the manifest in PostgreSQL as the commit point. */
@Module({
  controllers: [LakeConsumer],
  providers: [
    ofPostgres(LakeManifest),
    ofPostgres(LakeCatalogue),
    LakeSteps,
    ParquetFiles,
    LakeFiles,
    LakeCopies,
    LakeBatchWriter,
    LakeService,
    LakeJanitor,
  ],
  exports: [LakeCatalogue],
})
export class LakeModule {}
