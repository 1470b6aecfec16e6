import type { Postgres } from '../connection/postgres';
import { ReferenceViolation } from '../errors/postgres-errors';

/** A value and the instant of the event that said it. */
export interface Seen {
  readonly value: string;
  readonly at: Date;
}

/** Where and on what an account was last seen. */
export interface LastKnown {
  readonly userNo: number;
  readonly country?: Seen;
  readonly platform?: Seen;
}

interface LastKnownRow {
  readonly no: string;
  readonly country: string | null;
  readonly country_at: Date | null;
  readonly platform: string | null;
  readonly platform_at: Date | null;
}

// The later event wins, whichever is written first, and an account erased meanwhile gets no row.
const WRITE = `
  INSERT INTO vault.last_known AS known (user_no, country, country_at, platform, platform_at)
  SELECT given.* FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[])
    AS given (user_no, country, country_at, platform, platform_at)
  WHERE EXISTS (SELECT FROM vault.subjects WHERE user_no = given.user_no)
  ORDER BY given.user_no
  ON CONFLICT (user_no) DO UPDATE SET
    country = CASE WHEN EXCLUDED.country_at >= coalesce(known.country_at, '-infinity') THEN EXCLUDED.country ELSE known.country END,
    country_at = greatest(EXCLUDED.country_at, known.country_at),
    platform = CASE WHEN EXCLUDED.platform_at >= coalesce(known.platform_at, '-infinity') THEN EXCLUDED.platform ELSE known.platform END,
    platform_at = greatest(EXCLUDED.platform_at, known.platform_at)`;

/** What is remembered of accounts between their events; a number's row, so it goes with the number. */
export class LastKnownStore {
  constructor(private readonly postgres: Postgres) {}

  async read(userNos: readonly number[]): Promise<LastKnown[]> {
    if (userNos.length === 0) return [];
    const rows = await this.postgres.query<LastKnownRow>(
      `SELECT user_no AS no, country, country_at, platform, platform_at FROM vault.last_known WHERE user_no = ANY ($1::bigint[])`,
      [userNos],
    );
    return rows.map((row) => ({
      userNo: Number(row.no),
      ...(row.country !== null && { country: { value: row.country, at: row.country_at as Date } }),
      ...(row.platform !== null && { platform: { value: row.platform, at: row.platform_at as Date } }),
    }));
  }

  /** Each account once in a call. A repeat changes nothing. */
  async write(seen: readonly LastKnown[]): Promise<void> {
    if (seen.length === 0) return;
    await this.insert(seen).catch((error: unknown) => {
      // Erased between our look and our write: the second look sees it.
      if (error instanceof ReferenceViolation) return this.insert(seen);
      throw error;
    });
  }

  private insert(seen: readonly LastKnown[]): Promise<unknown> {
    return this.postgres.query(WRITE, [
      seen.map(({ userNo }) => userNo),
      seen.map(({ country }) => country?.value ?? null),
      seen.map(({ country }) => country?.at ?? null),
      seen.map(({ platform }) => platform?.value ?? null),
      seen.map(({ platform }) => platform?.at ?? null),
    ]);
  }
}
