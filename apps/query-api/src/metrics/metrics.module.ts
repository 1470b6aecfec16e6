import { Module } from '@nestjs/common';
import { AnswersService } from './answers/answers.service';
import { KeptAnswers } from './answers/kept-answers';
import { ExplainController } from './explain.controller';
import { LastKnownGames } from './last-known-games';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { ScopesService } from './scopes.service';

@Module({
  controllers: [ExplainController, MetricsController],
  providers: [AnswersService, KeptAnswers, LastKnownGames, MetricsService, ScopesService],
})
export class MetricsModule {}
