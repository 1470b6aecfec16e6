import { IsBoolean, IsInt, IsISO8601, Max, Min } from 'class-validator';

export class ReconciliationParameters {
  /** Begin of the period in which the lake took the events. */
  @IsISO8601({ strict: true, strictSeparator: true })
  readonly from: string;

  /** Its end, not included; it may lie ahead of now. */
  @IsISO8601({ strict: true, strictSeparator: true })
  readonly until: string;

  /** Whether to mend what is found. */
  @IsBoolean()
  readonly repair: boolean = false;

  /** How long to wait for lake and warehouse to take what Kafka holds by now, in seconds. */
  @IsInt()
  @Min(0)
  @Max(3_600)
  readonly settle_seconds: number = 120;
}
