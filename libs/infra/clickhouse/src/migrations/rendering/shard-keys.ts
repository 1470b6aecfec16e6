/**
 * Which shard of a cluster a row goes to, by table. Rows that replace one another, and a refund and its purchase, must meet on
 * one shard; where only views write, rows stay on the shard of the fact they follow.
 */
export const SHARD_KEYS: Readonly<Record<string, string>> = {
  events: 'sipHash64(source, id)',
  event_identities: 'sipHash64(source, id)',
  events_by_user: 'sipHash64(source, id)',
  events_by_device: 'sipHash64(source, id)',
  revenue_ledger: 'sipHash64(transaction_id)',
  exposures: 'sipHash64(source, id)',
  service_measurements: 'sipHash64(source, id)',
  dim_games: 'sipHash64(source, id)',
  dim_users: 'user_no',
  fact_game_sessions: 'sipHash64(session_id)',
  store_sessions: 'session_id',
  attributed_events: 'sipHash64(source, id)',
  identity_unlinks: 'device_no',
  wishlist_ledger: 'sipHash64(game_id, user_no)',
  mart_activity_hourly: 'rand()',
  mart_platform_people_hourly: 'rand()',
  mart_game_activity_hourly: 'rand()',
  mart_events_hourly: 'rand()',
  mart_event_types_hourly: 'rand()',
  mart_sales_hourly: 'rand()',
  mart_service_hourly: 'rand()',
  mart_first_acts: 'rand()',
  mart_first_game_acts: 'rand()',
  mart_certificates: 'sipHash64(mart, month)',
  mart_dues: 'month',
  new_mart_dues: 'month',
  events_watermark: 'rand()',
  rejections: 'sipHash64(identity)',
};
