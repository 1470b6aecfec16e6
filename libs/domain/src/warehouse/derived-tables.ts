import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';

const word = col.lowCardinality(col.string);
const VERSIONED = { is_bot: col.bool, is_staff: col.bool, facts: col.uint64, is_deleted: col.uint8 } as const;

export const FACT_GAME_SESSIONS_TABLE = insertTable('fact_game_sessions', {
  session_id: col.string,
  started_at: col.dateTime64(3),
  game_id: word,
  user_no: col.uint32,
  ended_at: col.nullable(col.dateTime64(3)),
  last_sign_at: col.dateTime64(3),
  has_heartbeat: col.bool,
  platform: word,
  country: word,
  client_version: word,
  ...VERSIONED,
});

export const STORE_SESSIONS_TABLE = insertTable('store_sessions', {
  session_id: col.uint64,
  started_at: col.dateTime64(3),
  ended_at: col.dateTime64(3),
  user_no: col.uint32,
  device_no: col.uint32,
  events: col.uint32,
  platform: word,
  country: word,
  ...VERSIONED,
});

export const ATTRIBUTED_EVENTS_TABLE = insertTable('attributed_events', {
  effective_at: col.dateTime64(3),
  device_no: col.uint32,
  source: col.string,
  id: col.string,
  user_no: col.uint32,
  event_type: word,
  game_id: word,
  platform: word,
  country: word,
  client_version: word,
  campaign_id: word,
  placement: word,
  kind: word,
  is_activity: col.bool,
  ...VERSIONED,
});

export const IDENTITY_UNLINKS_TABLE = insertTable('identity_unlinks', {
  device_no: col.uint32,
  user_no: col.uint32,
  unlinked_at: col.dateTime64(3),
});

export const WISHLIST_LEDGER_TABLE = insertTable('wishlist_ledger', {
  effective_at: col.dateTime64(3),
  game_id: word,
  user_no: col.uint32,
  source: col.string,
  id: col.string,
  effect: col.enum8({ none: 0, added: 1, removed: 2, converted: 3 }),
  platform: word,
  country: word,
  ...VERSIONED,
});

export type GameSessionRow = RowOf<typeof FACT_GAME_SESSIONS_TABLE>;
export type StoreSessionRow = RowOf<typeof STORE_SESSIONS_TABLE>;
export type AttributedEventRow = RowOf<typeof ATTRIBUTED_EVENTS_TABLE>;
export type IdentityUnlinkRow = RowOf<typeof IDENTITY_UNLINKS_TABLE>;
export type WishlistRow = RowOf<typeof WISHLIST_LEDGER_TABLE>;
