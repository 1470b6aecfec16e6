import { PostgresModule } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { CreationRequestsModule } from '../requests/creation-requests.module';
import { RefusedBySchemaModule } from './schema-refusals';
import { SchemasController } from './schemas.controller';
import { SchemasService } from './schemas.service';

/** The registry belongs to ingestion: its role stays inside this module. */
@Module({
  imports: [
    PostgresModule.forOwner({ owner: 'ingestion', entities: [], global: false }),
    AuditModule,
    CreationRequestsModule,
    RefusedBySchemaModule,
  ],
  controllers: [SchemasController],
  providers: [SchemasService],
})
export class SchemasModule {}
