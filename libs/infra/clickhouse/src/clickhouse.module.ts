import { Global, Module } from '@nestjs/common';
import { ClickHouse } from './clickhouse';
import { ClickHouseReadiness } from './clickhouse-readiness';

/** Gives `ClickHouse` to the app. Takes its `ClickHouseConfig` from the app's configuration. */
@Global()
@Module({ providers: [ClickHouse, ClickHouseReadiness], exports: [ClickHouse] })
export class ClickHouseModule {}
