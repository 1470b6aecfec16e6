import { Global, Module } from '@nestjs/common';
import { GuardedWarehouse } from './guarded-warehouse';
import { Warehouse } from './warehouse';

@Global()
@Module({ providers: [{ provide: Warehouse, useClass: GuardedWarehouse }], exports: [Warehouse] })
export class WarehouseModule {}
