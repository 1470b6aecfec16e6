import { ImportQueue, ImportsStore, ofPostgres, Postgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { CollectModule } from '../collect/collect.module';
import { WriteKeysModule } from '../write-keys/write-keys.module';
import { ImportBounds } from './import-bounds';
import { ImportsConfig } from './imports.config';
import { ImportsController } from './imports.controller';
import { ImportsService } from './imports.service';
import { ImportBodies } from './upload/import-bodies';
import { ImportFiles } from './work/import-files';
import { ImportJanitor } from './work/import-janitor';
import { ImportRun } from './work/import-run';
import { ImportWorker } from './work/import-worker';

/** Files of old events: taken as jobs, judged like live events, handed on behind them. */
@Module({
  imports: [CollectModule, WriteKeysModule],
  controllers: [ImportsController],
  providers: [
    ofPostgres(ImportsStore),
    {
      provide: ImportQueue,
      inject: [Postgres, ImportsConfig],
      useFactory: (postgres: Postgres, { leaseMs }: ImportsConfig) => new ImportQueue(postgres, leaseMs),
    },
    ImportBodies,
    ImportBounds,
    ImportFiles,
    ImportJanitor,
    ImportRun,
    ImportsService,
    ImportWorker,
  ],
})
export class ImportsModule {}
