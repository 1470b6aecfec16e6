import { AuditLog, ofPostgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module';
import { CatalogueModule } from './catalogue.module';
import { DefinitionsController } from './definitions.controller';
import { DefinitionsService } from './definitions.service';
import { PreviewController } from './preview/preview.controller';

/** The audit is the admin's: this service may add to it, in the transaction of what it changes. */
const AUDIT_OWNER = 'admin';

@Module({
  imports: [CatalogueModule, MetricsModule],
  controllers: [PreviewController, DefinitionsController],
  providers: [ofPostgres(AuditLog, AUDIT_OWNER), DefinitionsService],
})
export class DefinitionsModule {}
