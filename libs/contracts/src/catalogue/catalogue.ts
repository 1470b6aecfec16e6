import type { EventSchema } from './event-schema';
import gameViewed from './schemas/com.platform.catalog.game.viewed.v1.json';

export const GAME_VIEWED = 'com.platform.catalog.game.viewed.v1';

export interface CatalogueEntry {
  readonly type: string;
  readonly version: number;
  readonly schema: EventSchema;
}

/** The event types the product knows on day one. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  { type: GAME_VIEWED, version: 1, schema: gameViewed as unknown as EventSchema },
];
