import { Module } from '@nestjs/common';
import { WarehouseConsumer } from './warehouse.consumer';
import { WarehouseService } from './warehouse.service';

@Module({ controllers: [WarehouseConsumer], providers: [WarehouseService] })
export class WarehouseModule {}
