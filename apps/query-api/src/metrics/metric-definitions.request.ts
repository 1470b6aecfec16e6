import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

/** Query of `GET /metrics/definitions`. */
export class MetricDefinitionsRequest {
  @ApiProperty({ required: false, description: 'Only metrics with this tag.', example: 'money' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  tag?: string;

  @ApiProperty({ required: false, description: 'Only metrics of this service.', example: 'payment' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  owner_service?: string;

  @ApiProperty({ required: false, enum: ['true', 'false'], description: 'Whether it is among the live numbers too.' })
  @IsOptional()
  @IsIn(['true', 'false'])
  is_realtime?: string;

  @ApiProperty({ required: false, description: 'Words of the name or the description.', example: 'revenue' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}
