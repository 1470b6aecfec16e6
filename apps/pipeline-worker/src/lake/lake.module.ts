import { LakeCatalogue, ofPostgres, SinkPositions } from '@analytics/infra-postgres';
import { Global, Module } from '@nestjs/common';
import { LakeReader } from './lake-reader';

/** What is in the lake, and how far the warehouse has come with it. */
@Global()
@Module({
  providers: [ofPostgres(LakeCatalogue, 'ingestion'), ofPostgres(SinkPositions), LakeReader],
  exports: [LakeCatalogue, LakeReader, SinkPositions],
})
export class LakeModule {}
