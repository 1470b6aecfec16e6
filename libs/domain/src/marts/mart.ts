import { createHash } from 'node:crypto';
import type { SqlFragment } from '../sql/sql';
import { sql } from '../sql/sql';

/** A table of facts a mart follows through one materialized view. */
export interface MartSource {
  readonly view: string;
  readonly facts: 'events' | 'revenue_ledger' | 'service_measurements';
  /** The column of the facts that decides the month. */
  readonly time: 'effective_at' | 'booked_at' | 'measured_at';
  /** What the view says, over whatever stands in place of the facts. A spec holds it to the view's text in the migration. */
  readonly select: (from: SqlFragment) => SqlFragment;
}

/** States that can be merged, by hour and dimension, kept up to date by views and made anew from facts by a rebuild. */
export interface Mart {
  readonly name: string;
  /** In the order of `select`. */
  readonly columns: readonly string[];
  /** A partition for each month, or one for all of history. */
  readonly byMonth: boolean;
  readonly sources: readonly MartSource[];
  /** Its rows with every state turned into what it stands for, over a table like it: equal content gives equal rows. */
  readonly content: (table: SqlFragment, where: SqlFragment) => SqlFragment;
  /** Rows that rest on facts which are no longer kept, over the mart itself; only where one partition holds all of history. */
  readonly older?: (table: SqlFragment, before: SqlFragment) => SqlFragment;
}

/** Tells two definitions apart: the same facts under the same version give the same content. */
export const martVersion = ({ sources, content }: Mart): string => {
  const texts = [...sources.map(({ select }) => select(sql`facts`)), content(sql`mart`, sql`1`)];
  const hash = createHash('sha256');
  for (const { text } of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
};
