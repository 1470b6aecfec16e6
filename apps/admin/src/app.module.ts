import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule } from '@analytics/infra-postgres';
import { LakeStore, S3Module } from '@analytics/infra-s3';
import { AuthModule } from '@analytics/service-kit';
import { Module } from '@nestjs/common';
import { AuditModule } from './audit/audit.module';
import { DeadLettersModule } from './dead-letters/dead-letters.module';
import { ReplaysModule } from './replays/replays.module';
import { LimitsModule } from './requests/limits.module';
import { SchemasModule } from './schemas/schemas.module';
import { DataQualityModule } from './data-quality/data-quality.module';
import { PipelinesModule } from './pipelines/pipelines.module';
import { ReconciliationsModule } from './reconciliations/reconciliations.module';
import { TraceModule } from './trace/trace.module';
import { WriteKeysModule } from './write-keys/write-keys.module';

@Module({
  imports: [
    AuthModule,
    KafkaModule,
    ClickHouseModule,
    S3Module.for({ stores: [LakeStore], required: false }),
    PostgresModule.forOwner({ owner: 'admin', entities: [] }),
    LimitsModule,
    AuditModule,
    DeadLettersModule,
    ReplaysModule,
    WriteKeysModule,
    SchemasModule,
    TraceModule,
    DataQualityModule,
    PipelinesModule,
    ReconciliationsModule,
  ],
})
export class AppModule {}
