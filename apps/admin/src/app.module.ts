import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule } from '@analytics/infra-postgres';
import { LakeStore, S3Module } from '@analytics/infra-s3';
import { AuthModule } from '@analytics/service-kit';
import { Module } from '@nestjs/common';

@Module({
  imports: [
    AuthModule,
    KafkaModule,
    ClickHouseModule,
    S3Module.for({ stores: [LakeStore], required: false }),
    PostgresModule.forOwner({ owner: 'admin', entities: [] }),
  ],
})
export class AppModule {}
