import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ClickHouse } from './clickhouse';
import { ClickHouseReadiness, ClickHouseReadinessOptions } from './clickhouse-readiness';

/** Gives `ClickHouse` to the app. Takes its `ClickHouseConfig` from the app's configuration. */
@Global()
@Module({
  providers: [
    { provide: ClickHouseReadinessOptions, useValue: new ClickHouseReadinessOptions(true) },
    ClickHouse,
    ClickHouseReadiness,
  ],
  exports: [ClickHouse],
})
export class ClickHouseModule {
  /** `required: false` where the app still does its job while the warehouse is away: shown, but it does not make the app unready. */
  static for({ required }: { readonly required: boolean }): DynamicModule {
    const options = { provide: ClickHouseReadinessOptions, useValue: new ClickHouseReadinessOptions(required) };
    return { module: ClickHouseModule, providers: [options] };
  }
}
