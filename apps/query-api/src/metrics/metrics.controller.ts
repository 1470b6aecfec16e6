import type { MetricDefinitionAnswer, MetricValuesAnswer } from '@analytics/contracts';
import { MetricNotFound, MetricQuestion } from '@analytics/domain';
import { Access, currentRequest, languageOf, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { WhileThere } from '../warehouse/caller-gone.decorator';
import { isForDevelopers, type KnownMetric, MetricCatalogue } from '../definitions/metric-catalogue';
import { AnswersService, toBody } from './answers/answers.service';
import { MetricDefinitionsRequest, MetricVersionRequest, versionOf } from './metric-definitions.request';
import { isAskedFor, toDefinition } from './metric-definitions.response';
import { MetricValuesRequest, toAsk } from './metric-values.request';
import { AnswersDefinition, AnswersDefinitions, AnswersValues } from './metrics.openapi';
import { ScopesService } from './scopes.service';

interface MetricDefinitions {
  readonly data: readonly MetricDefinitionAnswer[];
  readonly meta: { readonly next_cursor: null };
}

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
    private readonly catalogue: MetricCatalogue,
  ) {}

  @Get('definitions')
  @AnswersDefinitions('The metrics there are')
  async definitions(
    @Query() ask: MetricDefinitionsRequest,
    @Who() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<MetricDefinitions> {
    const asked = (await this.catalogue.list()).filter((known) => mayKnow(who, known) && isAskedFor(known, ask));
    return { data: asked.map((known) => toDefinition(known, languageOf(accepted))), meta: { next_cursor: null } };
  }

  @Get('definitions/:name')
  @AnswersDefinition('One metric, with its calculation in words')
  async definition(
    @Param('name') name: string,
    @Query() ask: MetricVersionRequest,
    @Who() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<{ readonly data: MetricDefinitionAnswer; readonly meta: object }> {
    return { data: toDefinition(await this.known(name, ask, who), languageOf(accepted)), meta: {} };
  }

  @Get('values/:name')
  @AnswersValues('The values of a metric over a period')
  async values(
    @Param('name') name: string,
    @Query() ask: MetricValuesRequest,
    @Who() who: Principal,
    @WhileThere() signal: AbortSignal,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MetricValuesAnswer> {
    const { metric, own } = await this.known(name, ask, who);
    const question = MetricQuestion.of(toAsk(name, ask), metric);
    const answer = await this.answers.answer(question, await this.scopes.readerOf(who, signal), signal);
    if (answer.ageSeconds !== undefined) reply.header('age', String(answer.ageSeconds));
    return toBody(answer, currentRequest()?.requestId ?? '', own?.archivedAt);
  }

  @Get()
  @AnswersDefinitions('Short path of /metrics/definitions')
  definitionsInShort(
    @Query() ask: MetricDefinitionsRequest,
    @Who() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<MetricDefinitions> {
    return this.definitions(ask, who, accepted);
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

  private async known(name: string, ask: MetricVersionRequest, who: Principal): Promise<KnownMetric> {
    const known = await this.catalogue.find(name, versionOf(ask));
    if (!mayKnow(who, known)) throw new MetricNotFound();
    return known;
  }
}

/** Who sees everything may know of every metric. */
const mayKnow = ({ roles, clientId }: Principal, known: KnownMetric): boolean =>
  clientId !== undefined || roles.some((role) => role !== 'developer') || isForDevelopers(known);
