import { type DynamicModule, type FactoryProvider, Inject, Module } from '@nestjs/common';
import { ReadinessRegistry } from '@analytics/service-kit';
import type { EntitySchema } from 'typeorm';
import { PostgresConfig } from '../config/postgres.config';
import { Postgres } from './postgres';

type EntityClass = (new () => object) | EntitySchema;

export interface OwnerOptions {
  /** Schema and role of the same name; migrations live in `migrations/<owner>`. */
  readonly owner: string;
  readonly entities: readonly EntityClass[];
  /** `false` for a second owner in the same app: import its module in the feature that uses it. */
  readonly global?: boolean;
  /** `true` where the app still does its job without PostgreSQL: shown, but it does not make the app unready. */
  readonly optional?: boolean;
}

const repositoryToken = (entity: EntityClass): string => {
  const name = typeof entity === 'function' ? entity.name : entity.options.name;
  return `repository of ${name}`;
};

/** Injects the TypeORM repository of an entity that is named in `forOwner`. */
export const InjectRepository = (entity: EntityClass): ParameterDecorator => Inject(repositoryToken(entity));

/** Provides a store that needs a connection, and what is named after it. */
export const ofPostgres = <Store, Others extends readonly unknown[]>(
  store: new (postgres: Postgres, ...others: Others) => Store,
  ...others: Others
): FactoryProvider<Store> => ({
  provide: store,
  inject: [Postgres],
  useFactory: (postgres: Postgres) => new store(postgres, ...others),
});

/** Gives an app one owner's schema: `Postgres`, the repositories, and the readiness check `postgres`. */
@Module({})
export class PostgresModule {
  static forOwner({ owner, entities, global = true, optional = false }: OwnerOptions): DynamicModule {
    const repositories = entities.map((entity) => ({
      provide: repositoryToken(entity),
      inject: [Postgres],
      useFactory: (postgres: Postgres) => postgres.repository(entity as never),
    }));
    const postgres = {
      provide: Postgres,
      inject: [PostgresConfig, ReadinessRegistry],
      useFactory: async (config: PostgresConfig, readiness: ReadinessRegistry) => {
        const opened = await Postgres.of(config, owner, [...entities]);
        readiness.register({ name: 'postgres', check: () => opened.check(), optional });
        return opened;
      },
    };
    return {
      module: PostgresModule,
      global,
      providers: [postgres, ...repositories],
      exports: [Postgres, ...repositories.map(({ provide }) => provide)],
    };
  }
}
