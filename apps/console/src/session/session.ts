/** Who is logged in, with what the APIs are asked with; it lives in the person's sealed cookie and nowhere else. */
export interface Session {
  readonly name: string;
  readonly accessToken: string;
  /** When the access token is over, in milliseconds of the epoch. */
  readonly accessUntil: number;
  readonly refreshToken?: string;
  /** When the person has to log in again whatever is refreshed, in milliseconds of the epoch. */
  readonly until: number;
}

export function isSession(value: unknown): value is Session {
  const { name, accessToken, accessUntil, refreshToken, until } = (value ?? {}) as Partial<Session>;
  return (
    typeof name === 'string' &&
    typeof accessToken === 'string' &&
    typeof accessUntil === 'number' &&
    typeof until === 'number' &&
    (refreshToken === undefined || typeof refreshToken === 'string')
  );
}
