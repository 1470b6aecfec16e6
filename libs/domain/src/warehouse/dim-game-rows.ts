import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';
import { dayOf, textIn, textsIn, wholeIn } from './reading/data-fields';
import { type Lineage, LINEAGE_COLUMNS, lineageOf } from './lineage';

export const DIM_GAMES_TABLE = insertTable('dim_games', {
  game_id: col.string,
  published_at: col.dateTime64(3),
  developer_id: col.lowCardinality(col.string),
  title: col.string,
  genres: col.array(col.lowCardinality(col.string)),
  tags: col.array(col.lowCardinality(col.string)),
  price_minor: col.nullable(col.int64),
  currency: col.lowCardinality(col.string),
  release_date: col.nullable(col.date),
  source: col.string,
  id: col.string,
  ...LINEAGE_COLUMNS,
});

export type DimGameRow = RowOf<typeof DIM_GAMES_TABLE>;

export function dimGameRows(event: ValidatedEvent, from: Lineage): DimGameRow[] {
  if (event.type !== 'com.platform.developer.game.published.v1') return [];
  const { data } = event;
  const game = textIn(data, 'gameId');
  if (game === '') return [];
  const price = wholeIn(data, 'priceMinor', Number.MAX_SAFE_INTEGER);
  return [
    {
      game_id: game,
      published_at: new Date(event.effective_at),
      developer_id: textIn(data, 'developerId'),
      title: textIn(data, 'title'),
      genres: textsIn(data, 'genres'),
      tags: textsIn(data, 'tags'),
      price_minor: price === undefined ? null : BigInt(price),
      currency: textIn(data, 'currency'),
      release_date: dayOf(textIn(data, 'releaseDate')),
      source: event.source,
      id: event.id,
      ...lineageOf(from),
    },
  ];
}
