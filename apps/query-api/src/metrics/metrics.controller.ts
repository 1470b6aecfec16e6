import type { MetricValuesAnswer } from '@analytics/contracts';
import { METRICS, MetricQuestion } from '@analytics/domain';
import { currentRequest, languageOf, RateLimited, Roles } from '@analytics/service-kit';
import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toDefinition } from './metric-definitions.response';
import { MetricValuesRequest } from './metric-values.request';
import { toMetricValuesAnswer } from './metric-values.response';
import { MetricsService } from './metrics.service';

@ApiTags('metrics')
@Controller('api/v1/analytics/metrics')
@Roles('platform_admin')
@RateLimited('query')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get('definitions')
  definitions(@Headers('accept-language') accepted?: string) {
    return { data: METRICS.map((metric) => toDefinition(metric, languageOf(accepted))), meta: { next_cursor: null } };
  }

  @Get('values/:name')
  async values(@Param('name') metric: string, @Query() ask: MetricValuesRequest): Promise<MetricValuesAnswer> {
    const question = MetricQuestion.of({
      metric,
      periodStart: ask.period_start,
      periodEnd: ask.period_end,
      granularity: ask.granularity,
      timezone: ask.timezone,
    });
    return toMetricValuesAnswer(question, await this.metrics.answer(question), currentRequest()?.requestId ?? '');
  }
}
