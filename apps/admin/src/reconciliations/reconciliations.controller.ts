import type { CreationRequest } from '@analytics/infra-postgres';
import { Access, type Principal, RateLimited, Who } from '@analytics/service-kit';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CreatesOnce, OnceByKey } from '../requests/once-by-key.decorator';
import { NewReconciliation, ReconciliationParams } from './reconciliations.request';
import { ReconciliationAnswer, toReconciliationAnswer } from './reconciliations.response';
import { ReconciliationsService } from './reconciliations.service';

@ApiTags('reconciliations')
@Controller('api/v1/analytics/admin/reconciliations')
@Access({ roles: ['platform_admin', 'analytics_operator'] })
@RateLimited('admin')
export class ReconciliationsController {
  constructor(private readonly reconciliations: ReconciliationsService) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Compares lake and warehouse over a period' })
  @CreatesOnce()
  @ApiAcceptedResponse({ type: ReconciliationAnswer })
  async request(
    @Body() wanted: NewReconciliation,
    @Who() { subject }: Principal,
    @OnceByKey() request?: CreationRequest,
  ): Promise<ReconciliationAnswer> {
    return toReconciliationAnswer(await this.reconciliations.request(wanted, subject, request));
  }

  @Get(':id')
  @ApiOperation({ summary: 'What was found, per topic, partition and hour, down to the offsets' })
  @ApiOkResponse({ type: ReconciliationAnswer })
  async find(@Param() { id }: ReconciliationParams): Promise<ReconciliationAnswer> {
    return toReconciliationAnswer(await this.reconciliations.find(id), await this.reconciliations.report(id));
  }
}
