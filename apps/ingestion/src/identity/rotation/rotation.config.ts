import { PostgresConfig, VaultConfig } from '@analytics/infra-postgres';
import { Part } from '@analytics/service-kit';

/** What the rotation of the vault's keys needs of the environment of ingestion. */
export class RotationConfig {
  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;

  @Part(() => VaultConfig)
  readonly vault: VaultConfig;
}
