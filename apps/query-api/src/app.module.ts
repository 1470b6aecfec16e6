import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { PostgresModule } from '@analytics/infra-postgres';
import { RedisModule } from '@analytics/infra-redis';
import { AuthModule } from '@analytics/service-kit';
import { Module } from '@nestjs/common';
import { DefinitionsModule } from './definitions/definitions.module';
import { GamesModule } from './games/games.module';
import { LimitsModule } from './limits/limits.module';
import { MetricsModule } from './metrics/metrics.module';
import { RealtimeModule } from './realtime/realtime.module';
import { StatusController } from './status/status.controller';
import { StreamingModule } from './streaming/streaming.module';
import { WarehouseModule } from './warehouse/warehouse.module';

@Module({
  imports: [
    AuthModule,
    // While it is away the last good answers are given: an unready service would give none.
    ClickHouseModule.for({ required: false }),
    RedisModule.for({ required: false }),
    PostgresModule.forOwner({ owner: 'query_api', entities: [], optional: true }),
    LimitsModule,
    WarehouseModule,
    DefinitionsModule,
    MetricsModule,
    GamesModule,
    RealtimeModule,
    StreamingModule,
  ],
  controllers: [StatusController],
})
export class AppModule {}
