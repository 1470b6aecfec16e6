export { ClickHouse, type CallOptions, type InsertOptions, type ReadOptions } from './clickhouse';
export { BackgroundClickHouseConfig, ClickHouseConfig } from './clickhouse.config';
export { ClickHouseModule } from './clickhouse.module';
export {
  InsertOutcomeUnknown,
  QueryTimedOut,
  QueryTooExpensive,
  RowsRefused,
  ServerSettingsWrong,
  StatementFailed,
} from './errors/clickhouse-errors';
export { explain, ExplainFailed } from './explain';
export {
  ClickHouseMigrations,
  type MigrationOptions,
  type MigrationResult,
  MIGRATIONS_FOLDER,
} from './migrations/clickhouse-migrations';
export { MigrationFailed, MigrationRefused } from './migrations/migration-errors';
export type { MigrationStatus } from './migrations/migration-plan';
export { MartRebuild, type MartPartition, type MartRebuildOptions, type WhileNobody } from './marts/mart-rebuild';
export { DerivedFacts, type DerivedCounts, type DerivedHooks, type DerivedStep } from './derived/derived-facts';
export { DERIVED_LIMITS, type DerivedLimits } from './derived/derived-store';
