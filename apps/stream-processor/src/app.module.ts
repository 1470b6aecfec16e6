import { ClickHouseModule } from '@analytics/infra-clickhouse';
import { KafkaModule } from '@analytics/infra-kafka';
import { Module } from '@nestjs/common';
import { WarehouseModule } from './warehouse/warehouse.module';

@Module({ imports: [KafkaModule, ClickHouseModule, WarehouseModule] })
export class AppModule {}
