import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule } from '@analytics/infra-postgres';
import { AuthModule } from '@analytics/service-kit';
import { Module } from '@nestjs/common';

@Module({
  imports: [AuthModule, KafkaModule, ClickHouseModule, PostgresModule.forOwner({ owner: 'admin', entities: [] })],
})
export class AppModule {}
