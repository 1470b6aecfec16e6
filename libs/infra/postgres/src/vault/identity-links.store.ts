import type { Postgres } from '../connection/postgres';
import { ReferenceViolation } from '../errors/postgres-errors';

export type LinkedVia = 'login' | 'registration';

/** A device that was used by an account, from an event that names both. */
export interface IdentityLink {
  readonly deviceNo: number;
  readonly userNo: number;
  /** When the event happened. */
  readonly at: Date;
  readonly via: LinkedVia;
}

interface LinkRow {
  readonly deviceNo: string;
  readonly userNo: string;
  readonly at: Date;
  readonly via: LinkedVia;
  readonly isNew: boolean;
}

// One pair once, in one order, so that two writers neither count twice nor wait in a circle. A link that was undone is not
// made again by an event from before.
const LINK = `
  WITH given AS (
    SELECT DISTINCT ON (device_no, user_no) device_no, user_no, at, via
    FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[]) AS listed (device_no, user_no, at, via)
    ORDER BY device_no, user_no, at)
  INSERT INTO vault.identity_links AS links (device_no, user_no, linked_at, via)
  SELECT device_no, user_no, at, via FROM given
  WHERE (SELECT count(*) FROM vault.subjects WHERE user_no IN (given.device_no, given.user_no)) = 2
    AND NOT EXISTS (
      SELECT FROM vault.identity_links past WHERE past.device_no = given.device_no AND past.user_no = given.user_no
        AND past.unlinked_at >= given.at)
  ORDER BY device_no, user_no
  ON CONFLICT (device_no, user_no) WHERE unlinked_at IS NULL
    DO UPDATE SET linked_at = EXCLUDED.linked_at, via = EXCLUDED.via WHERE EXCLUDED.linked_at < links.linked_at
  RETURNING device_no AS "deviceNo", user_no AS "userNo", linked_at AS at, via, xmax = 0 AS "isNew"`;

/** Which accounts used which devices, since when and until when. Part of the vault: a number alone says nothing about it. */
export class IdentityLinksStore {
  constructor(private readonly postgres: Postgres) {}

  /**
   * Keeps the pairs and gives back those that were not linked before. A repeat gives back none; an event that comes late
   * moves the beginning of its link to the earlier instant. Pairs with an erased side are left out.
   */
  async link(pairs: readonly IdentityLink[]): Promise<IdentityLink[]> {
    if (pairs.length === 0) return [];
    const rows = await this.insert(pairs).catch((error: unknown) => {
      // Erased between our look and our write: the second look sees it.
      if (error instanceof ReferenceViolation) return this.insert(pairs);
      throw error;
    });
    return rows
      .filter(({ isNew }) => isNew)
      .map(({ deviceNo, userNo, at, via }) => ({ deviceNo: Number(deviceNo), userNo: Number(userNo), at, via }));
  }

  /** Ends the open link of a pair; the history stays. False if there is none. */
  async unlink({ deviceNo, userNo, at }: Pick<IdentityLink, 'deviceNo' | 'userNo' | 'at'>): Promise<boolean> {
    const rows = await this.postgres.query(
      `UPDATE vault.identity_links SET unlinked_at = greatest($3, linked_at)
       WHERE device_no = $1 AND user_no = $2 AND unlinked_at IS NULL RETURNING link_no`,
      [deviceNo, userNo, at],
    );
    return rows.length > 0;
  }

  private insert(pairs: readonly IdentityLink[]): Promise<LinkRow[]> {
    return this.postgres.query<LinkRow>(LINK, [
      pairs.map(({ deviceNo }) => deviceNo),
      pairs.map(({ userNo }) => userNo),
      pairs.map(({ at }) => at),
      pairs.map(({ via }) => via),
    ]);
  }
}
