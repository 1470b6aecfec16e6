import { ofPostgres, PostgresModule, SchemaRegistryStore } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { ShownPayloads } from './shown-payloads';

/** What is personal in an event says its schema; those are ingestion's, and this module alone reads them here. */
@Module({
  imports: [PostgresModule.forOwner({ owner: 'ingestion', entities: [], global: false })],
  providers: [ofPostgres(SchemaRegistryStore), ShownPayloads],
  exports: [SchemaRegistryStore, ShownPayloads],
})
export class PayloadSchemasModule {}
