import { COLLECTED_TOPIC, MOST_INTAKE_CHECKS, PLATFORM_EVENTS_PATTERN } from '@analytics/contracts';
import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBase64,
  IsISO8601,
  Matches,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const CHECKED_TOPICS = new RegExp(`^${COLLECTED_TOPIC.replaceAll('.', '\\.')}$|${PLATFORM_EVENTS_PATTERN.source}`);
const MOST_HEADERS = 100;

const isHeaders = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length <= MOST_HEADERS &&
  Object.values(value).every((text) => typeof text === 'string');

export class RecordToCheck {
  @ApiProperty({ description: 'A topic that intake reads.', example: COLLECTED_TOPIC })
  @Matches(CHECKED_TOPICS, { message: 'must be a topic that intake reads' })
  topic: string;

  @ApiProperty({ type: String, nullable: true, format: 'byte' })
  @ValidateIf((_, value) => value !== null)
  @IsBase64()
  key_base64: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  @ValidateBy({
    name: 'headers',
    validator: { validate: isHeaders, defaultMessage: () => `must be an object of at most ${MOST_HEADERS} texts` },
  })
  headers: Record<string, string>;

  @ApiProperty({ type: String, nullable: true, format: 'byte' })
  @ValidateIf((_, value) => value !== null)
  @IsBase64()
  value_base64: string | null;

  @ApiProperty({ required: false, format: 'date-time', description: 'When the broker would have got it.' })
  @MayBeAbsent()
  @IsISO8601({ strict: true })
  timestamp?: string;
}

export class IntakeChecksRequest {
  @ApiProperty({ type: [RecordToCheck], maxItems: MOST_INTAKE_CHECKS })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_INTAKE_CHECKS)
  @ValidateNested({ each: true })
  @Type(() => RecordToCheck)
  records: RecordToCheck[];
}
