import { Module } from '@nestjs/common';
import { SchemaRegistry } from './schema-registry';

@Module({ providers: [SchemaRegistry], exports: [SchemaRegistry] })
export class RegistryModule {}
