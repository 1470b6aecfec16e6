import { Module } from '@nestjs/common';
import { CatalogueModule } from '../definitions/catalogue.module';
import { AnswersService } from './answers/answers.service';
import { KeptAnswers } from './answers/kept-answers';
import { ExplainController } from './explain.controller';
import { LastKnownGames } from './last-known-games';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { ScopesService } from './scopes.service';

@Module({
  imports: [CatalogueModule],
  controllers: [ExplainController, MetricsController],
  providers: [AnswersService, KeptAnswers, LastKnownGames, MetricsService, ScopesService],
  exports: [AnswersService, ScopesService],
})
export class MetricsModule {}
