import { REASON_CODES } from '@analytics/contracts';
import { DEAD_LETTER_STATUSES } from '@analytics/infra-postgres';
import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

const STAGES = ['ingest', 'validate', 'enrich', 'dwh', 'lake'] as const;
const RECORD_ID = /^[0-9a-f]{64}$/;
const INSTANT = /^(19[7-9]\d|2\d{3})-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const INSTANT_WANTED = { message: '$property must be an instant as RFC 3339 writes it' };
/** PostgreSQL keeps no NUL in a text, so none can be found. */
const PLAIN = /^[^\0]*$/;

/** What every question about records may be narrowed by. */
class Narrowed {
  @ApiProperty({ required: false, enum: REASON_CODES })
  @MayBeAbsent()
  @IsIn(REASON_CODES)
  reason?: string;

  @ApiProperty({ required: false, description: 'Type of the event.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(512)
  @Matches(PLAIN)
  type?: string;

  @ApiProperty({ required: false, description: 'Source of the event.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(1_024)
  @Matches(PLAIN)
  source?: string;

  @ApiProperty({ required: false, enum: STAGES })
  @MayBeAbsent()
  @IsIn(STAGES)
  stage?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'First seen at or after.' })
  @MayBeAbsent()
  @Matches(INSTANT, INSTANT_WANTED)
  from?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'First seen before.' })
  @MayBeAbsent()
  @Matches(INSTANT, INSTANT_WANTED)
  until?: string;
}

export class SummaryQuery extends Narrowed {
  @ApiProperty({ required: false, enum: DEAD_LETTER_STATUSES })
  @MayBeAbsent()
  @IsIn(DEAD_LETTER_STATUSES)
  status?: string;

  @ApiProperty({
    required: false,
    example: 'reason,type',
    description: 'Of reason, type, source, stage, status, hour; none: one sum.',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  group_by?: string;
}

export class RecordsQuery extends Narrowed {
  @ApiProperty({ required: false, enum: DEAD_LETTER_STATUSES })
  @MayBeAbsent()
  @IsIn(DEAD_LETTER_STATUSES)
  status?: string;

  @ApiProperty({ required: false, description: 'Key of the record in Kafka.' })
  @MayBeAbsent()
  @IsString()
  @MinLength(1)
  @MaxLength(1_024)
  @Matches(PLAIN)
  key?: string;

  @ApiProperty({ required: false, description: 'Words of what is wrong, where, and of which event; all of them.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(300)
  @Matches(PLAIN)
  text?: string;

  @ApiProperty({ required: false, description: 'From `meta.next_cursor` of the page before, with the same filters.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(300)
  cursor?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 500, default: 50 })
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 50;
}

export class RecordParams {
  @ApiProperty({ description: 'Id of a record, or of any dead letter that was counted into it.' })
  @Matches(RECORD_ID, { message: '$property must be 64 digits of hexadecimal' })
  id: string;
}

export class RevealQuery {
  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    description: 'Unmasked: a right of its own, and a row in the audit.',
  })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  reveal?: string;
}

export class DiscardFilter extends Narrowed {
  @ApiProperty({ required: false, type: [String], maxItems: 1_000 })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(1_000)
  @Matches(RECORD_ID, { each: true })
  ids?: string[];

  @ApiProperty({ required: false })
  @MayBeAbsent()
  @IsString()
  @MinLength(1)
  @MaxLength(1_024)
  @Matches(PLAIN)
  key?: string;

  @ApiProperty({ required: false })
  @MayBeAbsent()
  @IsString()
  @MaxLength(300)
  @Matches(PLAIN)
  text?: string;
}

export class DiscardRequest {
  @ApiProperty({
    description: 'Which open records; at least one condition.',
    example: { reason: 'SCHEMA_UNKNOWN', source: '/shop/test' },
  })
  @IsObject()
  @ValidateNested()
  @Type(() => DiscardFilter)
  filter: DiscardFilter;

  @ApiProperty({
    description: 'Why nothing of it is needed; kept in the records and in the audit.',
    example: 'Sent by a load test of the shop',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(1_000)
  @Matches(PLAIN)
  reason_text: string;
}
