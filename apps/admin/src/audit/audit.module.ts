import { AuditLog, Postgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditCheck } from './audit-check';
import { AuditController } from './audit.controller';

/** Features that change or reveal something import this and record it in the transaction of what they do. */
@Module({
  controllers: [AuditController],
  providers: [
    { provide: AuditLog, inject: [Postgres], useFactory: (postgres: Postgres) => new AuditLog(postgres) },
    AuditCheck,
  ],
  exports: [AuditLog],
})
export class AuditModule {}
