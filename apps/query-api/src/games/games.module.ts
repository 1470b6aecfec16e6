import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module';
import { GamesController } from './games.controller';
import { GamesService } from './games.service';

@Module({ imports: [MetricsModule], controllers: [GamesController], providers: [GamesService] })
export class GamesModule {}
