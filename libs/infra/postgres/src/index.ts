export type { EntityManager, Repository } from 'typeorm';
export { PostgresConfig, type PostgresTlsMode } from './config/postgres.config';
export { Postgres, type TransactionOptions } from './connection/postgres';
export { InjectRepository, ofPostgres, type OwnerOptions, PostgresModule } from './connection/postgres.module';
export { runQuery } from './connection/run-query';
export * from './errors/postgres-errors';
export { type DirtyRange, SinkNotes } from './ledger/sink-notes';
export { type Claim, Fenced, type PendingRange, ProgressLedger, type SinkPartition } from './ledger/progress-ledger';
export { type DoorMode, type LockWork, type TryLockResult, WAREHOUSE_WRITES } from './locks/advisory-locks';
export { rebuildDoors } from './locks/rebuild-doors';
export { MigrationRefused } from './migrations/migration-errors';
export type { MigrationFile } from './migrations/migration-file';
export {
  type AppliedMigration,
  type MigrationRunOptions,
  type MigrationStatus,
  PostgresMigrations,
} from './migrations/postgres-migrations';
export { Outbox } from './outbox/outbox';
export {
  MESSAGE_ID_HEADER,
  type OutboxMessage,
  OutboxMessageTooLarge,
  type OutboxRecord,
} from './outbox/outbox-message';
export { OutboxRelay, type OutboxRelayLimits, type PublishOutbox } from './outbox/outbox-relay';
export { WriteKeyEntity } from './ingestion/write-key.entity';
export {
  type FoundWriteKey,
  hashOfWriteKey,
  type ListedWriteKey,
  type WriteKeyScope,
  WriteKeysStore,
} from './ingestion/write-keys.store';
export * from './ingestion/tolerated-violations.store';
export * from './ingestion/unknown-properties.store';
export { LakeCatalogue } from './ingestion/lake-catalogue';
export { LakeManifest } from './ingestion/lake-manifest';
export * from './ingestion/lake-manifest.records';
export { type IdentityLink, IdentityLinksStore, type LinkedVia } from './vault/identity-links.store';
export { type LastKnown, LastKnownStore, type Seen } from './vault/last-known.store';
export { VaultConfig } from './vault/vault.config';
export { SealBroken, VaultKeyMissing } from './vault/vault-errors';
export { type Subject, type SubjectKind, subjectKey, VaultKeys } from './vault/vault-keys';
export { type Erased, type Resolved, type Tombstone, VaultStore } from './vault/vault.store';
export * from './ingestion/schema-registry.records';
export { SchemaRegistryStore, type SeededSchema } from './ingestion/schema-registry.store';
export * from './ingestion/imports/imports.records';
export { type ImportPlace, ImportsStore } from './ingestion/imports/imports.store';
export { ImportQueue } from './ingestion/imports/import-queue';
export { LakeRestore } from './ingestion/lake-restore';
export * from './pipelines/pipeline-run.records';
export { PipelineRunLog } from './pipelines/pipeline-run.log';
export { MOST_ATTEMPTS, PipelineRunsStore } from './pipelines/pipeline-runs.store';
export { type RebuildProgress, RebuildProgressStore, RunLost } from './pipelines/rebuild-progress.store';
export * from './pipelines/reconciliation.records';
export { ReconciliationsStore } from './pipelines/reconciliations.store';
export { type SinkPosition, SinkPositions } from './pipelines/sink-positions';
export { type Conditions, deadLetterConditions } from './admin/dead-letters.filter';
export * from './admin/dead-letters.records';
export { type CopiedLetter, DeadLetterCopiesStore } from './admin/dead-letter-copies.store';
export { DeadLettersStore } from './admin/dead-letters.store';
export { ErasedLettersStore, type KeptOfErased, type NewErasures } from './admin/erased-letters.store';
export type * from './admin/audit.records';
export { AuditLog } from './admin/audit.store';
export type * from './admin/creation-requests.records';
export { CreationRequests } from './admin/creation-requests.store';
export * from './admin/replays.records';
export { ReplaysStore } from './admin/replays.store';
export { ReplayLost, ReplayWorkStore } from './admin/replay-work.store';
export type { StoredMetric } from './query-api/metric-definitions.records';
export { MetricDefinitionChange, MetricDefinitionsStore } from './query-api/metric-definitions.store';
