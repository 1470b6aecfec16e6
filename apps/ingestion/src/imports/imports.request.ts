import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';

export class ImportQuery {
  @ApiProperty({ required: false, description: 'How columns of CSV or Parquet become events, as JSON.' })
  @IsOptional()
  @IsString()
  @MaxLength(12_000)
  mapping?: string;
}

export class ImportsQuery {
  @ApiProperty({ required: false, description: 'From `meta.next_cursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class ImportParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}
