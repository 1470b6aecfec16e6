import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { toMetric } from '@analytics/domain';
import type { StoredMetric } from '@analytics/infra-postgres';
import { languageOf, type Principal, RateLimited, RequestKey, Roles, Who } from '@analytics/service-kit';
import { Body, Controller, Delete, Headers, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toDefinition } from '../metrics/metric-definitions.response';
import { ArchivesDefinition, ChangesDefinition, CreatesDefinition } from './definitions.openapi';
import { DefinitionsService } from './definitions.service';
import { repeatableRequest } from './repeatable-request';

interface DefinitionAnswer {
  readonly data: MetricDefinitionAnswer;
  readonly meta: object;
}

/**
 * Own metrics. Developers read them within their games and define none: they are given aggregates, and a definition is
 * everybody's.
 */
@ApiTags('metrics')
@Controller('api/v1/analytics/metrics/definitions')
@Roles('marketing_manager')
@RateLimited('query')
export class DefinitionsController {
  constructor(private readonly definitions: DefinitionsService) {}

  @Post()
  @CreatesDefinition('A metric of one’s own')
  async create(
    @Body() body: unknown,
    @Who() who: Principal,
    @RequestKey() key?: string,
    @Headers('accept-language') accepted?: string,
  ): Promise<DefinitionAnswer> {
    return toAnswer(await this.definitions.create(body, who, repeatableRequest(key, 'create', body)), accepted);
  }

  @Patch(':name')
  @ChangesDefinition('The next version of a metric; those before answer as before')
  async change(
    @Param('name') name: string,
    @Body() body: unknown,
    @Who() who: Principal,
    @RequestKey() key?: string,
    @Headers('accept-language') accepted?: string,
  ): Promise<DefinitionAnswer> {
    const request = repeatableRequest(key, `change ${name}`, body);
    return toAnswer(await this.definitions.change(name, body, who, request), accepted);
  }

  @Delete(':name')
  @ArchivesDefinition('Archives a metric: it stands in no list, changes no more and says so where it answers')
  async archive(
    @Param('name') name: string,
    @Who() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<DefinitionAnswer> {
    return toAnswer(await this.definitions.archive(name, who), accepted);
  }
}

const toAnswer = (own: StoredMetric, accepted: string | undefined): DefinitionAnswer => ({
  data: toDefinition({ metric: toMetric(own.definition, own.version), own }, languageOf(accepted)),
  meta: {},
});
