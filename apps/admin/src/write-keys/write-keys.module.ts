import { PostgresModule, WriteKeyEntity } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { CreationRequestsModule } from '../requests/creation-requests.module';
import { WriteKeysController } from './write-keys.controller';
import { WriteKeysService } from './write-keys.service';

/** Keys belong to ingestion: its role stays inside this module. */
@Module({
  imports: [
    PostgresModule.forOwner({ owner: 'ingestion', entities: [WriteKeyEntity], global: false }),
    AuditModule,
    CreationRequestsModule,
  ],
  controllers: [WriteKeysController],
  providers: [WriteKeysService],
})
export class WriteKeysModule {}
