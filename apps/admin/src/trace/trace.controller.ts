import { Access, AnswerMeta, answerMeta, RateLimited } from '@analytics/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { TRACE_STAGES, TRACE_STATUSES, type TraceStage } from './trace.records';
import { type Trace, TraceService } from './trace.service';

export class TraceQuery {
  @ApiProperty({ description: '`source` of the event.' })
  @IsString()
  @MinLength(1)
  @MaxLength(512)
  source: string;

  @ApiProperty({ description: '`id` of the event.' })
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  id: string;
}

@ApiSchema({ name: 'TraceStage' })
export class TraceStageView {
  @ApiProperty({ enum: TRACE_STAGES }) stage: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) at: string | null;
  @ApiProperty({ required: false }) topic?: string;
  @ApiProperty({ required: false }) partition?: number;
  @ApiProperty({ required: false }) offset?: string;
  @ApiProperty({ required: false, description: 'Key of the file in the lake.' }) file?: string;
  @ApiProperty({ required: false }) table?: string;
  @ApiProperty({ required: false }) dlq_id?: string;
  @ApiProperty({ required: false }) reason?: string;
  @ApiProperty({ required: false, description: 'What became of the dead letter.' }) status?: string;
}

@ApiSchema({ name: 'Trace' })
export class TraceView {
  @ApiProperty() source: string;
  @ApiProperty() id: string;
  @ApiProperty({
    enum: TRACE_STATUSES,
    description:
      'What was sent twice and is stored once is `in_warehouse`; `duplicate` is stored, and so counted, more than once.',
  })
  status: string;
  @ApiProperty({ type: [TraceStageView], description: 'In the order of the way.' }) stages: TraceStageView[];
}

export class TraceAnswer {
  @ApiProperty() data: TraceView;
  @ApiProperty() meta: AnswerMeta;
}

const toStage = ({ at, dlqId, ...stage }: TraceStage): TraceStageView => ({
  ...stage,
  at: at?.toISOString() ?? null,
  ...(dlqId === undefined ? {} : { dlq_id: dlqId }),
});

const toAnswer = ({ source, id, status, stages }: Trace): TraceAnswer => ({
  data: { source, id, status, stages: stages.map(toStage) },
  meta: answerMeta(),
});

@ApiTags('events')
@Controller('api/v1/analytics/admin/events')
@Access({ roles: ['platform_admin', 'analytics_operator'] })
@RateLimited('admin')
export class TraceController {
  constructor(private readonly traces: TraceService) {}

  @Get('trace')
  @ApiOperation({
    summary: 'Where an event is: its records, its file in the lake, its row in the warehouse, its dead letters',
  })
  @ApiOkResponse({ type: TraceAnswer })
  async trace(@Query() { source, id }: TraceQuery): Promise<TraceAnswer> {
    return toAnswer(await this.traces.of({ source, id }));
  }
}
