import { AuditLog, ofPostgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditCheck } from './audit-check';
import { AuditController } from './audit.controller';
import { LoginsController } from './logins.controller';

/** Features that change or reveal something import this and record it in the transaction of what they do. */
@Module({
  controllers: [AuditController, LoginsController],
  providers: [ofPostgres(AuditLog), AuditCheck],
  exports: [AuditLog],
})
export class AuditModule {}
