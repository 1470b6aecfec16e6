import { REPLAY_STATUSES, type ReplayStatus } from '@analytics/infra-postgres';
import { MayBeAbsent, PageQuery } from '@analytics/service-kit';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsUUID,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { DiscardFilter } from '../dead-letters/dead-letters.request';

const PATCH_BYTES = 65_536;
const PATCH_STEPS = 100;

export class ReplayFilterRequest extends OmitType(DiscardFilter, ['key'] as const) {}

export class ReplayRequestBody {
  @ApiProperty({
    description: 'Which open records; they are chosen now.',
    example: { reason: 'SCHEMA_VIOLATION', type: 'com.platform.catalog.game.viewed.v1' },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => ReplayFilterRequest)
  filter: ReplayFilterRequest;

  @ApiProperty({
    required: false,
    type: 'array',
    items: { type: 'object' },
    maxItems: PATCH_STEPS,
    description: 'RFC 6902, on the event. With one, another person has to approve; an empty one is none.',
    example: [{ op: 'replace', path: '/data/platform', value: 'windows' }],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(PATCH_STEPS)
  @ValidateBy({
    name: 'size',
    validator: {
      validate: (value) => JSON.stringify(value).length <= PATCH_BYTES,
      defaultMessage: () => `$property must be at most ${PATCH_BYTES} bytes of JSON`,
    },
  })
  patch?: unknown[];

  @ApiProperty({ required: false, default: false, description: 'Only says what would become of the records.' })
  @MayBeAbsent()
  @IsBoolean()
  dry_run: boolean = false;

  @ApiProperty({
    required: false,
    default: 200,
    description: 'Kept as it is named; when none is, a fifth of live traffic at most as well.',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  rate_limit_per_second?: number;
}

export class ReplaysQuery extends PageQuery {
  @ApiProperty({ required: false, enum: REPLAY_STATUSES })
  @MayBeAbsent()
  @IsIn(REPLAY_STATUSES)
  status?: ReplayStatus;
}

export class ReplayParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}
