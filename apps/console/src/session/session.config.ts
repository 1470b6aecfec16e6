import { Env } from '@analytics/service-kit';
import { ArrayMaxSize, ArrayMinSize, IsInt, Matches, Max, Min } from 'class-validator';

export class SessionConfig {
  /** Keys of the session cookie, 32 bytes in base64url each, newest first (comma list): the first seals, each of them opens. */
  @Env('CONSOLE_SESSION_KEY', { secret: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @Matches(/^[\w-]{43}$/, { each: true, message: 'each key must be 32 bytes in base64url' })
  keys: string[];

  /** Longest a person stays logged in without logging in again, in hours. */
  @Env('CONSOLE_SESSION_HOURS')
  @IsInt()
  @Min(1)
  @Max(168)
  hours: number = 12;
}
