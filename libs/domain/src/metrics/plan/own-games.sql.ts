import { text } from '../../sql/binders';
import { sql } from '../../sql/sql';
import { type Statement, statement } from '../../sql/statement';

export interface OwnGameRow {
  readonly game_id: string;
}

/** The games a developer owns: what was published last about each game decides, never the token. */
export const ownGamesStatement = (developerId: string): Statement<OwnGameRow> =>
  statement({
    name: 'own-games',
    limits: { maxRows: 10_000, maxSeconds: 5, maxMemoryBytes: 500_000_000, maxRowsToRead: 10_000_000 },
    query: sql`SELECT game_id FROM dim_games_now WHERE developer_id = ${text(developerId)} ORDER BY game_id`,
  });
