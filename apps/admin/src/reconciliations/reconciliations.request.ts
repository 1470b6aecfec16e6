import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsISO8601, IsUUID, Matches, Max, Min } from 'class-validator';

/** With an hour and a zone: a bare day would be one of a zone nobody named. */
const INSTANT = /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

export class NewReconciliation {
  @ApiProperty({
    format: 'date-time',
    description: 'Begin of the period in which the lake took the events.',
    example: '2026-03-01T00:00:00Z',
  })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(INSTANT, { message: 'from must be an instant with a zone' })
  from: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Its end, not included; it may lie ahead of now.',
    example: '2026-03-02T00:00:00Z',
  })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(INSTANT, { message: 'until must be an instant with a zone' })
  until: string;

  @ApiProperty({ required: false, default: false, description: 'Whether to mend what is found.' })
  @MayBeAbsent()
  @IsBoolean()
  repair: boolean = false;

  @ApiProperty({ required: false, default: 120, description: 'How long to wait for lake and warehouse to settle.' })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(3_600)
  settle_seconds: number = 120;
}

export class ReconciliationParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}
