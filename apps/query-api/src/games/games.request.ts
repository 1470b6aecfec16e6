import { PageQuery } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

const MOST_IDS = 200;

/** Query of `GET /games`. */
export class GamesRequest extends PageQuery {
  @ApiProperty({
    required: false,
    type: String,
    description: `Only these games: ids with commas between, at most ${MOST_IDS}.`,
  })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  ids?: string[];

  @ApiProperty({ required: false, description: 'Part of the title.', example: 'space' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  q?: string;
}
