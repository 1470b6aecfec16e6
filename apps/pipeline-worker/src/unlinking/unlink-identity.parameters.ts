import { IsInt, IsISO8601, Max, Min } from 'class-validator';

export const UNLINK_IDENTITY = 'unlink-identity';

const MOST = 4_294_967_295;

export interface Unlinking {
  readonly device_no: number;
  readonly user_no: number;
  readonly at: string;
}

export class UnlinkIdentityParameters implements Unlinking {
  /** The device, by its number in the warehouse. */
  @IsInt()
  @Min(1)
  @Max(MOST)
  readonly device_no: number;

  /** The account that was not its user's. */
  @IsInt()
  @Min(1)
  @Max(MOST)
  readonly user_no: number;

  /** Log-ins up to then count no more. */
  @IsISO8601({ strict: true, strictSeparator: true })
  readonly at: string;
}
