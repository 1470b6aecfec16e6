import { Module } from '@nestjs/common';
import { SchemaCounts } from './schema-counts';
import { SchemaRegistry } from './schema-registry';
import { SchemaCountsWriter } from './schema-counts.writer';

@Module({
  providers: [SchemaCounts, SchemaRegistry, SchemaCountsWriter],
  exports: [SchemaCounts, SchemaRegistry],
})
export class RegistryModule {}
