import { Module } from '@nestjs/common';
import { MetricCatalogue } from './metric-catalogue';

/** Every metric there is, for whoever answers questions about one. */
@Module({ providers: [MetricCatalogue], exports: [MetricCatalogue] })
export class CatalogueModule {}
