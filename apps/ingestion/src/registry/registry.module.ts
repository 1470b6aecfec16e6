import { Module } from '@nestjs/common';
import { PropertyCounts } from './property-counts';
import { SchemaRegistry } from './schema-registry';
import { UnknownPropertiesWriter } from './unknown-properties.writer';

@Module({
  providers: [PropertyCounts, SchemaRegistry, UnknownPropertiesWriter],
  exports: [PropertyCounts, SchemaRegistry],
})
export class RegistryModule {}
