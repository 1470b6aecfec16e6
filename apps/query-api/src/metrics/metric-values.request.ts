import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Query of `GET /metrics/values/{name}`: only its form is checked here, its meaning where the question is built. */
export class MetricValuesRequest {
  @ApiProperty({ description: 'First day of the period in the zone, or an instant (RFC 3339).', example: '2026-11-01' })
  @IsString()
  @MaxLength(64)
  period_start: string;

  @ApiProperty({ description: 'Day or instant right after the period: it is half-open.', example: '2026-11-08' })
  @IsString()
  @MaxLength(64)
  period_end: string;

  @ApiProperty({ required: false, enum: ['hour', 'day'], default: 'day' })
  @IsOptional()
  @IsString()
  @MaxLength(16)
  granularity?: string;

  @ApiProperty({ required: false, description: 'IANA time zone.', default: 'Europe/Moscow' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  timezone?: string;
}
