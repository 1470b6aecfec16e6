import type { MetricValuesAnswer } from '@analytics/contracts';
import { MetricQuestion, parseOwnMetric, toMetric } from '@analytics/domain';
import { currentRequest, type Principal, RateLimited, Roles, Who } from '@analytics/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnswersService, toBody } from '../../metrics/answers/answers.service';
import { toAsk } from '../../metrics/metric-values.request';
import { ScopesService } from '../../metrics/scopes.service';
import { WhileThere } from '../../warehouse/caller-gone.decorator';
import { PreviewsDefinition } from '../definitions.openapi';
import { PreviewRequest } from './preview.request';

/** The version of a definition that is not kept. */
const NOT_KEPT = 0;

@ApiTags('metrics')
@Controller('api/v1/analytics/metrics/definitions/preview')
@Roles('marketing_manager')
@RateLimited('query')
export class PreviewController {
  constructor(
    private readonly answers: AnswersService,
    private readonly scopes: ScopesService,
  ) {}

  @Post()
  @HttpCode(200)
  @PreviewsDefinition('The values a definition would have; nothing is kept of it')
  async preview(
    @Body() { definition, question: ask }: PreviewRequest,
    @Who() who: Principal,
    @WhileThere() signal: AbortSignal,
  ): Promise<MetricValuesAnswer> {
    const metric = toMetric(parseOwnMetric(definition), NOT_KEPT);
    const question = MetricQuestion.of(toAsk(metric.name, ask), metric);
    const answer = await this.answers.answer(question, await this.scopes.readerOf(who, signal), signal);
    return toBody(answer, currentRequest()?.requestId ?? '');
  }
}
