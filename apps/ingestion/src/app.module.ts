import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule, WriteKeyEntity } from '@analytics/infra-postgres';
import { RedisModule } from '@analytics/infra-redis';
import { Module } from '@nestjs/common';
import { CollectModule } from './collect/collect.module';
import { IntakeModule } from './intake/intake.module';

@Module({
  imports: [
    KafkaModule,
    RedisModule,
    PostgresModule.forOwner({ owner: 'ingestion', entities: [WriteKeyEntity] }),
    CollectModule,
    IntakeModule,
  ],
})
export class AppModule {}
