import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule } from '@analytics/infra-postgres';
import { LakeStore, S3Module } from '@analytics/infra-s3';
import { Module } from '@nestjs/common';
import { FactsModule } from './facts/facts.module';
import { LakeModule } from './lake/lake.module';
import { MartsModule } from './marts/marts.module';
import { RebuildModule } from './rebuild/rebuild.module';
import { ReconciliationModule } from './reconciliation/reconciliation.module';
import { RetentionModule } from './retention/retention.module';
import { RunsModule } from './runs/runs.module';
import { SchedulesModule } from './schedules/schedules.module';
import { UnlinkingModule } from './unlinking/unlinking.module';

@Module({
  imports: [
    KafkaModule,
    ClickHouseModule,
    S3Module.for({ stores: [LakeStore], required: false }),
    PostgresModule.forOwner({ owner: 'pipeline_worker', entities: [] }),
    RunsModule,
    SchedulesModule,
    LakeModule,
    FactsModule,
    MartsModule,
    ReconciliationModule,
    RebuildModule,
    RetentionModule,
    UnlinkingModule,
  ],
})
export class AppModule {}
