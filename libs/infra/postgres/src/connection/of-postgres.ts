import type { FactoryProvider } from '@nestjs/common';
import { Postgres } from './postgres';

/** Provides a store that needs a connection, and what is named after it. */
export const ofPostgres = <Store, Others extends readonly unknown[]>(
  store: new (postgres: Postgres, ...others: Others) => Store,
  ...others: Others
): FactoryProvider<Store> => ({
  provide: store,
  inject: [Postgres],
  useFactory: (postgres: Postgres) => new store(postgres, ...others),
});
