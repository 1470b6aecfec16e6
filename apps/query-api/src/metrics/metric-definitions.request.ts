import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

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

  @ApiProperty({ required: false, enum: ['true', 'false'], default: 'false', description: 'Archived ones instead.' })
  @IsOptional()
  @IsIn(['true', 'false'])
  archived?: string;
}

/** Query of `GET /metrics/definitions/{name}`. */
export class MetricVersionRequest {
  @ApiProperty({
    required: false,
    pattern: '^[1-9][0-9]{0,3}$',
    description: 'Version of the definition; the newest when left out.',
    example: '1',
  })
  @MayBeAbsent()
  @Matches(/^[1-9]\d{0,3}$/, { message: '$property must be the number of a version, from 1' })
  version?: string;
}

export const versionOf = ({ version }: MetricVersionRequest): number | undefined =>
  version === undefined ? undefined : Number(version);
