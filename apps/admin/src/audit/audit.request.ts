import { PageQuery } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, MaxLength } from 'class-validator';

export class AuditQuery extends PageQuery {
  @ApiProperty({ required: false, description: '`sub` of who did it.' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  actor?: string;

  @ApiProperty({ required: false, example: 'replay.approve' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  action?: string;

  @ApiProperty({ required: false, description: 'Id of the replay, the record or the key; the type of the schema.' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  object?: string;

  @ApiProperty({ required: false, format: 'date-time' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Not included.' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  until?: string;
}
