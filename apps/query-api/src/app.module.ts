import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { RedisModule } from '@analytics/infra-redis';
import { AuthModule } from '@analytics/service-kit';
import { Module } from '@nestjs/common';
import { LimitsModule } from './limits/limits.module';
import { MetricsModule } from './metrics/metrics.module';
import { RealtimeModule } from './realtime/realtime.module';
import { StreamingModule } from './streaming/streaming.module';
import { WarehouseModule } from './warehouse/warehouse.module';

@Module({
  imports: [
    AuthModule,
    ClickHouseModule,
    RedisModule.for({ required: false }),
    LimitsModule,
    WarehouseModule,
    MetricsModule,
    RealtimeModule,
    StreamingModule,
  ],
})
export class AppModule {}
