import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class ImportQuery {
  @ApiProperty({ required: false, description: 'How columns of CSV or Parquet become events, as JSON.' })
  @IsOptional()
  @IsString()
  @MaxLength(12_000)
  mapping?: string;
}

export class ImportParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}
