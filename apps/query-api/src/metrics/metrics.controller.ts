import type { MetricDefinitionAnswer, MetricValuesAnswer } from '@analytics/contracts';
import { metricNamed, MetricQuestion, METRICS } from '@analytics/domain';
import { Access, currentRequest, languageOf, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WhileThere } from '../warehouse/caller-gone.decorator';
import { AnswersService, toBody } from './answers/answers.service';
import { MetricDefinitionsRequest } from './metric-definitions.request';
import { isAskedFor, toDefinition } from './metric-definitions.response';
import { MetricValuesRequest, toAsk } from './metric-values.request';
import { AnswersDefinition, AnswersDefinitions, AnswersValues } from './metrics.openapi';
import { ScopesService } from './scopes.service';

interface Reply {
  header(name: string, value: string): unknown;
}

@ApiTags('metrics')
@Controller('api/v1/analytics/metrics')
@Access({ roles: ['platform_admin', 'marketing_manager', 'developer'], scopes: ['metrics:read'] })
@RateLimited('query')
export class MetricsController {
  constructor(
    private readonly answers: AnswersService,
    private readonly scopes: ScopesService,
  ) {}

  @Get('definitions')
  @AnswersDefinitions('The metrics there are')
  definitions(@Query() ask: MetricDefinitionsRequest, @Headers('accept-language') accepted?: string) {
    const asked = METRICS.filter((metric) => isAskedFor(metric, ask));
    return { data: asked.map((metric) => toDefinition(metric, languageOf(accepted))), meta: { next_cursor: null } };
  }

  @Get('definitions/:name')
  @AnswersDefinition('One metric, with its calculation in words')
  definition(
    @Param('name') name: string,
    @Headers('accept-language') accepted?: string,
  ): { readonly data: MetricDefinitionAnswer; readonly meta: object } {
    return { data: toDefinition(metricNamed(name), languageOf(accepted)), meta: {} };
  }

  @Get('values/:name')
  @AnswersValues('The values of a metric over a period')
  async values(
    @Param('name') metric: string,
    @Query() ask: MetricValuesRequest,
    @Who() who: Principal,
    @WhileThere() signal: AbortSignal,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MetricValuesAnswer> {
    const question = MetricQuestion.of(toAsk(metric, ask));
    const answer = await this.answers.answer(question, await this.scopes.readerOf(who, signal), signal);
    if (answer.ageSeconds !== undefined) reply.header('age', String(answer.ageSeconds));
    return toBody(answer, currentRequest()?.requestId ?? '');
  }

  @Get()
  @AnswersDefinitions('Short path of /metrics/definitions')
  definitionsInShort(@Query() ask: MetricDefinitionsRequest, @Headers('accept-language') accepted?: string) {
    return this.definitions(ask, accepted);
  }

  @Get(':name')
  @AnswersValues('Short path of /metrics/values/{name}')
  valuesInShort(
    @Param('name') metric: string,
    @Query() ask: MetricValuesRequest,
    @Who() who: Principal,
    @WhileThere() signal: AbortSignal,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MetricValuesAnswer> {
    return this.values(metric, ask, who, signal, reply);
  }
}
