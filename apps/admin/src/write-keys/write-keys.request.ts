import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

const MOST = 200;

export class NewWriteKey {
  @ApiProperty({
    minLength: 1,
    maxLength: 100,
    description: 'Unique; what people tell keys apart by.',
    example: 'shop, production',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Event sources it may send for; none means any.',
    example: ['/shop'],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(MOST)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(200, { each: true })
  sources: string[] = [];

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Event types it may send; none means any.',
    example: ['com.platform.catalog.game.viewed.v1'],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(MOST)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(200, { each: true })
  types: string[] = [];

  @ApiProperty({
    type: [String],
    required: false,
    description: 'Web origins a browser may use it from; none: no browser.',
    example: ['https://shop.example'],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(MOST)
  @Matches(/^https?:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?$/, {
    each: true,
    message: 'each origin must read like https://shop.example',
  })
  allowed_origins: string[] = [];

  @ApiProperty({ required: false, default: false, description: 'Whether it may import files of old events.' })
  @MayBeAbsent()
  @IsBoolean()
  imports: boolean = false;

  @ApiProperty({
    required: false,
    minimum: 1,
    maximum: 1_000_000,
    description: "Its own limit; the service's when left out.",
    example: 500,
  })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  requests_per_second?: number;
}

export class Rotation {
  @ApiProperty({
    required: false,
    minimum: 0,
    maximum: 2_592_000,
    default: 86_400,
    description: 'For how many seconds the present secret is still taken.',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  overlap_seconds: number = 86_400;
}

export class WriteKeyParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}
