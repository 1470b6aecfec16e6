/** What a number can be broken down and filtered by. */
export const DIMENSIONS = [
  'platform',
  'country',
  'game_id',
  'developer_id',
  'genre',
  'client_version',
  'campaign_id',
  'placement',
  'channel',
  'payment_method',
  'acquisition',
  'service',
  'event_type',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Known from the game alone: who made it and of what genres it is stands in dim_games. */
export const GAME_DIMENSIONS: readonly Dimension[] = ['game_id', 'developer_id', 'genre'];

export const isDimension = (name: unknown): name is Dimension => (DIMENSIONS as readonly unknown[]).includes(name);

/** The column of the facts a dimension is read from. */
export type Column = Exclude<Dimension, 'developer_id' | 'genre'>;

export const columnOf = (dimension: Dimension): Column =>
  dimension === 'developer_id' || dimension === 'genre' ? 'game_id' : dimension;
