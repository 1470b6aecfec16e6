import type { MetricExplanation } from '@analytics/contracts';
import { MetricQuestion } from '@analytics/domain';
import { currentRequest, type Principal, RateLimited, Roles, Who } from '@analytics/service-kit';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WhileThere } from '../warehouse/caller-gone.decorator';
import { MetricCatalogue } from '../definitions/metric-catalogue';
import { AnswersService } from './answers/answers.service';
import { toExplanation } from './explain.response';
import { versionOf } from './metric-definitions.request';
import { MetricValuesRequest, toAsk } from './metric-values.request';
import { AnswersExplanation } from './metrics.openapi';
import { ScopesService } from './scopes.service';

/** How an answer comes about; shows our tables, so only to who runs the platform. */
@ApiTags('metrics')
@Controller('api/v1/analytics/metrics/values')
@Roles('platform_admin')
@RateLimited('query')
export class ExplainController {
  constructor(
    private readonly answers: AnswersService,
    private readonly scopes: ScopesService,
    private readonly catalogue: MetricCatalogue,
  ) {}

  @Get(':name/explain')
  @AnswersExplanation('How the values of a metric are computed: plan, SQL, tables, limits, what is kept')
  async explain(
    @Param('name') name: string,
    @Query() ask: MetricValuesRequest,
    @Who() who: Principal,
    @WhileThere() signal: AbortSignal,
  ): Promise<MetricExplanation> {
    const { metric } = await this.catalogue.find(name, versionOf(ask));
    const question = MetricQuestion.of(toAsk(name, ask), metric);
    const reader = await this.scopes.readerOf(who, signal);
    const standing = await this.answers.standing(question, reader, signal);
    return toExplanation(question, reader, standing, currentRequest()?.requestId ?? '');
  }
}
