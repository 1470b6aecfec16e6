/** A game as numbers name it. */
export interface GameAnswer {
  readonly game_id: string;
  readonly title: string;
  readonly developer_id: string;
}

/** Answer of `GET /games`. */
export interface GamesAnswer {
  readonly data: readonly GameAnswer[];
  readonly meta: { readonly next_cursor: string | null; readonly request_id: string };
}
