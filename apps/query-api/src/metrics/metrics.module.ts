import { Module } from '@nestjs/common';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { ScopesService } from './scopes.service';

@Module({ controllers: [MetricsController], providers: [MetricsService, ScopesService] })
export class MetricsModule {}
