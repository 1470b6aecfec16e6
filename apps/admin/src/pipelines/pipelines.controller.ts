import { PIPELINES } from '@analytics/contracts';
import type { CreationRequest } from '@analytics/infra-postgres';
import {
  Access,
  answerMeta,
  languageOf,
  PageQuery,
  placeOf,
  type Principal,
  RateLimited,
  Who,
} from '@analytics/service-kit';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreatesOnce, OnceByKey } from '../requests/once-by-key.decorator';
import { NewPipelineRun, PipelineParams, PipelineRunParams } from './pipelines.request';
import {
  PipelineRunAnswer,
  PipelineRunsAnswer,
  PipelinesAnswer,
  RUNS_LIST,
  toAskedRun,
  toPipelinesAnswer,
  toRun,
  toRunsAnswer,
} from './pipelines.response';
import { PipelinesService } from './pipelines.service';

@ApiTags('pipelines')
@Controller('api/v1/analytics/admin/pipelines')
@Access({ roles: ['platform_admin', 'analytics_operator'] })
@RateLimited('admin')
export class PipelinesController {
  constructor(private readonly pipelines: PipelinesService) {}

  @Get()
  @ApiOperation({ summary: 'The pipelines, their parameters and their newest runs' })
  @ApiOkResponse({ type: PipelinesAnswer })
  async list(@Headers('accept-language') accepted?: string): Promise<PipelinesAnswer> {
    return toPipelinesAnswer(PIPELINES, await this.pipelines.newest(), languageOf(accepted));
  }

  @Get(':name/runs')
  @ApiOperation({ summary: 'The log of runs, newest first' })
  @ApiOkResponse({ type: PipelineRunsAnswer })
  async runs(@Param() { name }: PipelineParams, @Query() { cursor, limit }: PageQuery): Promise<PipelineRunsAnswer> {
    const before = placeOf(RUNS_LIST, cursor, /^[0-9a-f-]{36}$/);
    return toRunsAnswer(await this.pipelines.runs(name, limit + 1, before), limit);
  }

  @Get(':name/runs/:id')
  @ApiOperation({ summary: 'One run with its log' })
  @ApiOkResponse({ type: PipelineRunAnswer })
  async find(@Param() { name, id }: PipelineRunParams): Promise<PipelineRunAnswer> {
    return { data: toRun(await this.pipelines.find(name, id)), meta: answerMeta() };
  }

  @Post(':name/runs')
  @HttpCode(202)
  @ApiOperation({ summary: 'Asks for a run' })
  @CreatesOnce()
  @ApiAcceptedResponse({ type: PipelineRunAnswer })
  async run(
    @Param() { name: pipeline }: PipelineParams,
    @Body() { parameters }: NewPipelineRun,
    @Who() { subject: requestedBy }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<PipelineRunAnswer> {
    const id = await this.pipelines.run(pipeline, parameters, requestedBy, request);
    return { data: toAskedRun({ id, pipeline, parameters, requestedBy }), meta: answerMeta() };
  }

  @Post(':name/runs/:id/cancel')
  @HttpCode(202)
  @ApiOperation({ summary: 'Asks for the end of a run' })
  @ApiAcceptedResponse({ type: PipelineRunAnswer })
  async cancel(@Param() { name, id }: PipelineRunParams, @Who() { subject }: Principal): Promise<PipelineRunAnswer> {
    return { data: toRun(await this.pipelines.cancel(name, id, subject)), meta: answerMeta() };
  }
}
