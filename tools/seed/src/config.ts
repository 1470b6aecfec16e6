import { PostgresConfig } from '@analytics/infra-postgres';
import { Part } from '@analytics/service-kit';

export class SeedConfig {
  @Part(() => PostgresConfig)
  readonly postgres: PostgresConfig;
}
