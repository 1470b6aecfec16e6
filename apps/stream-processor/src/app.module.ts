import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { KafkaModule } from '@analytics/infra-kafka';
import { PostgresModule } from '@analytics/infra-postgres';
import { RedisModule } from '@analytics/infra-redis';
import { Module } from '@nestjs/common';
import { DerivedModule } from './derived/derived.module';
import { LiveModule } from './live/live.module';
import { RejectionsModule } from './rejections/rejections.module';
import { WarehouseModule } from './warehouse/warehouse.module';

@Module({
  imports: [
    KafkaModule,
    ClickHouseModule,
    PostgresModule.forOwner({ owner: 'stream_processor', entities: [] }),
    RedisModule,
    WarehouseModule,
    DerivedModule,
    LiveModule,
    RejectionsModule,
  ],
})
export class AppModule {}
