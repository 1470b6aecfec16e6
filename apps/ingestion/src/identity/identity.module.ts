import {
  IdentityLinksStore,
  LastKnownStore,
  ofPostgres,
  Postgres,
  PostgresModule,
  VaultConfig,
  VaultKeys,
  VaultStore,
} from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { Identities } from './identities.service';

/** The vault's own role stays inside this module: nothing else of ingestion can read who is who. */
@Module({
  imports: [PostgresModule.forOwner({ owner: 'vault', entities: [], global: false })],
  providers: [
    { provide: VaultKeys, inject: [VaultConfig], useFactory: (config: VaultConfig) => new VaultKeys(config) },
    {
      provide: VaultStore,
      inject: [Postgres, VaultKeys],
      useFactory: (postgres: Postgres, keys: VaultKeys) => new VaultStore(postgres, keys),
    },
    ofPostgres(IdentityLinksStore),
    ofPostgres(LastKnownStore),
    Identities,
  ],
  exports: [Identities, LastKnownStore],
})
export class IdentityModule {}
