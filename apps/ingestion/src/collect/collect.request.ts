import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class CollectRequest {
  @ApiProperty({ required: false, enum: ['all'], description: 'List every item, the accepted ones too.' })
  @IsOptional()
  @IsIn(['all'])
  items?: 'all';
}
