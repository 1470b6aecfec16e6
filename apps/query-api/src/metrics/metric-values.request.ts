import { BASES, COMPARISONS, DIMENSIONS, FILTER_OPS, GRANULARITIES, type MetricAsk } from '@analytics/domain';
import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { MetricVersionRequest } from './metric-definitions.request';

/** Query of `GET /metrics/values/{name}`: only its form is checked here, its meaning where the question is built. */
export class MetricValuesRequest extends MetricVersionRequest {
  @ApiProperty({ description: 'First day of the period in the zone, or an instant (RFC 3339).', example: '2026-11-01' })
  @IsString()
  @MaxLength(64)
  period_start: string;

  @ApiProperty({ description: 'Day or instant right after the period: it is half-open.', example: '2026-11-08' })
  @IsString()
  @MaxLength(64)
  period_end: string;

  @ApiProperty({ required: false, enum: GRANULARITIES, default: 'day' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(16)
  granularity?: string;

  @ApiProperty({ required: false, description: 'IANA time zone.', default: 'Europe/Moscow' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  timezone?: string;

  @ApiProperty({
    required: false,
    description: `Comma list of at most 5 of the metric's dimensions: ${DIMENSIONS.join(', ')}.`,
    example: 'platform,country',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  dimensions?: string;

  @ApiProperty({
    required: false,
    description: `JSON list of conditions that hold all at once; ops ${FILTER_OPS.join(' ')}.`,
    example: '[{"dimension":"platform","op":"in","values":["windows"]}]',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200_000)
  filters?: string;

  @ApiProperty({ required: false, enum: COMPARISONS, description: 'Gives each series that of an earlier period too.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(32)
  compare?: string;

  @ApiProperty({
    required: false,
    enum: BASES,
    default: 'booking_date',
    description: 'Day a refund counts on: its own, or that of its purchase.',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(32)
  basis?: string;

  @ApiProperty({
    required: false,
    default: '1000',
    description: 'Most series, the largest stay; the rest is added up as `__other__` where sums mean something.',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(16)
  limit?: string;

  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    default: 'false',
    description: 'Whether a nearly right number will do where it is cheaper; `meta.exact` says whether it is one.',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(16)
  approximate?: string;
}

export const toAsk = (metric: string, request: MetricValuesRequest): MetricAsk => ({
  ...request,
  metric,
  periodStart: request.period_start,
  periodEnd: request.period_end,
});
