import { LakeCatalogue, Postgres, SinkPositions } from '@analytics/infra-postgres';
import { Global, Module } from '@nestjs/common';
import { LakeReader } from './lake-reader';

/** What is in the lake, and how far the warehouse has come with it. */
@Global()
@Module({
  providers: [
    {
      provide: LakeCatalogue,
      inject: [Postgres],
      useFactory: (postgres: Postgres) => new LakeCatalogue(postgres, 'ingestion'),
    },
    { provide: SinkPositions, inject: [Postgres], useFactory: (postgres: Postgres) => new SinkPositions(postgres) },
    LakeReader,
  ],
  exports: [LakeCatalogue, LakeReader, SinkPositions],
})
export class LakeModule {}
