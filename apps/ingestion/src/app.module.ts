import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule, WriteKeyEntity } from '@analytics/infra-postgres';
import { RedisModule } from '@analytics/infra-redis';
import { LakeStore, S3Module } from '@analytics/infra-s3';
import { Module } from '@nestjs/common';
import { IntakeChecksModule } from './checks-endpoint/intake-checks.module';
import { CollectModule } from './collect/collect.module';
import { IdentityModule } from './identity/identity.module';
import { ImportsModule } from './imports/imports.module';
import { IntakeModule } from './intake/intake.module';
import { LakeModule } from './lake/lake.module';
import { SpoolConfig } from './spool/spool.config';

@Module({
  imports: [
    // With a spool, events are taken without Kafka for as long as there is room.
    KafkaModule.for({
      optional: { inject: [SpoolConfig], useFactory: ({ directory }: SpoolConfig) => directory !== '' },
    }),
    RedisModule.for({ required: false }),
    S3Module.for({ stores: [LakeStore], required: false }),
    PostgresModule.forOwner({ owner: 'ingestion', entities: [WriteKeyEntity] }),
    CollectModule,
    IdentityModule,
    ImportsModule,
    IntakeModule,
    IntakeChecksModule,
    LakeModule,
  ],
})
export class AppModule {}
