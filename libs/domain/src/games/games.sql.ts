import { inScope } from '../metrics/statements/parts.sql';
import type { Scope } from '../metrics/plan/scope';
import { text, textList, uint32 } from '../sql/binders';
import { join, sql } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';

export interface GameRow {
  readonly game_id: string;
  readonly title: string;
  readonly developer_id: string;
}

export interface GamesAsk {
  /** Only these games; all when it is left out. */
  readonly ids?: readonly string[];
  /** Part of a title, in whatever case. */
  readonly words?: string;
  /** The last game of the page before. */
  readonly after?: { readonly title: string; readonly gameId: string };
  readonly limit: number;
}

/** The games somebody may see, by title: what was published last about each game decides. One more than the limit tells that there is more. */
export function gamesStatement({ ids, words, after, limit }: GamesAsk, scope: Scope): Statement<GameRow> {
  const conditions = [
    sql`1`,
    ...inScope(scope),
    ...(ids === undefined ? [] : [sql`game_id IN ${textList(ids)}`]),
    ...(words === undefined ? [] : [sql`positionCaseInsensitiveUTF8(title, ${text(words)}) > 0`]),
    ...(after === undefined ? [] : [sql`(title, game_id) > (${text(after.title)}, ${text(after.gameId)})`]),
  ];
  return statement({
    name: 'games',
    limits: { maxRows: limit + 1, maxSeconds: 5, maxMemoryBytes: 500_000_000, maxRowsToRead: 10_000_000 },
    query: sql`SELECT game_id, title, developer_id FROM dim_games_now WHERE ${join(conditions, sql` AND `)} ORDER BY title, game_id LIMIT ${uint32(limit + 1)}`,
  });
}
