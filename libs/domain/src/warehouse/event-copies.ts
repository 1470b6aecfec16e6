import { type SqlFragment, sql } from '../sql/sql';

/** A table a view fills from events that holds each of them once, however often it comes: to fill it again changes nothing. */
export interface EventCopy {
  readonly name: string;
  readonly view: string;
  /** In the order of `select`. */
  readonly columns: readonly string[];
  /** What the view says, over whatever stands in place of the events. A spec holds it to the view's text in the migration. */
  readonly select: (from: SqlFragment) => SqlFragment;
}

const eventIdentities: EventCopy = {
  name: 'event_identities',
  view: 'event_identities_mv',
  columns: ['identity', 'source', 'id', 'fingerprint', 'effective_at', 'received_at', '_kt', '_kp', '_ko'],
  select: (from) =>
    sql`SELECT sipHash64(source, id) AS identity, source, id, fingerprint, effective_at, received_at, _kt, _kp, _ko FROM ${from}`,
};

const eventsByUser: EventCopy = {
  name: 'events_by_user',
  view: 'events_by_user_mv',
  columns: [
    ...['user_no', 'effective_at', 'source', 'id', 'event_type', 'device_no', 'game_id', 'platform', 'country'],
    ...['client_version', 'campaign_id', 'placement', 'kind', 'subject_id', 'own_at', 'duration_seconds'],
    ...['is_activity', 'is_bot', 'is_staff', 'received_at'],
  ],
  select: (
    from,
  ) => sql`SELECT user_no, effective_at, source, id, event_type, device_no, game_id, platform, country, client_version, campaign_id, placement, kind, subject_id, own_at,
    duration_seconds, is_activity, is_bot, is_staff, received_at
FROM ${from} WHERE user_no != 0`,
};

const eventsByDevice: EventCopy = {
  name: 'events_by_device',
  view: 'events_by_device_mv',
  columns: [
    ...['device_no', 'effective_at', 'source', 'id', 'event_type', 'user_no', 'game_id', 'platform', 'country'],
    ...['client_version', 'campaign_id', 'placement', 'kind', 'is_activity', 'is_bot', 'is_staff', 'received_at'],
  ],
  select: (
    from,
  ) => sql`SELECT device_no, effective_at, source, id, event_type, user_no, game_id, platform, country, client_version, campaign_id, placement, kind, is_activity, is_bot, is_staff, received_at
FROM ${from} WHERE device_no != 0`,
};

const dimUsers: EventCopy = {
  name: 'dim_users',
  view: 'dim_users_mv',
  columns: ['user_no', 'registered_at', 'registration', 'profile', 'status', 'ban'],
  select: (from) => sql`SELECT user_no,
    minOrNullIf(effective_at, event_type = 'com.platform.auth.user.registered.v1') AS registered_at,
    argMinIfState((JSONExtractString(data, 'method'), toString(platform), toString(country), toString(campaign_id))::Tuple(method String, platform String, country String, campaign_id String), (effective_at, source, id), event_type = 'com.platform.auth.user.registered.v1') AS registration,
    argMaxIfState((toString(country), JSONExtractString(data, 'language'))::Tuple(country String, language String), (effective_at, source, id), event_type = 'com.platform.account.profile.updated.v1') AS profile,
    argMaxIfState(JSONExtractString(data, 'newStatus'), (effective_at, source, id), event_type = 'com.platform.account.status.updated.v1') AS status,
    argMaxIfState((JSONExtractString(data, 'reason'), JSONExtractString(data, 'until'))::Tuple(reason String, until String), (effective_at, source, id), event_type = 'com.platform.admin.user.banned.v1') AS ban
FROM ${from}
WHERE user_no != 0 AND event_type IN ('com.platform.auth.user.registered.v1', 'com.platform.account.profile.updated.v1', 'com.platform.account.status.updated.v1', 'com.platform.admin.user.banned.v1')
GROUP BY user_no`,
};

const watermark: EventCopy = {
  name: 'events_watermark',
  view: 'events_watermark_mv',
  columns: ['topic', 'received_at'],
  select: (from) => sql`SELECT _kt AS topic, max(received_at) AS received_at
FROM ${from}
GROUP BY topic`,
};

const deviceLinks: EventCopy = {
  name: 'device_links',
  view: 'device_links_mv',
  columns: ['device_no', 'effective_at', 'source', 'id', 'user_no', 'is_staff'],
  select: (from) => sql`SELECT device_no, effective_at, source, id, user_no, is_staff
FROM ${from}
WHERE device_no != 0 AND user_no != 0 AND event_type IN ('com.platform.auth.user.registered.v1', 'com.platform.auth.user.loggedin.v1')`,
};

const wishActs: EventCopy = {
  name: 'wish_acts',
  view: 'wish_acts_mv',
  columns: [
    ...['user_no', 'game_id', 'effective_at', 'source', 'id'],
    ...['event_type', 'platform', 'country', 'is_bot', 'is_staff'],
  ],
  select: (
    from,
  ) => sql`SELECT user_no, game_id, effective_at, source, id, event_type, platform, country, is_bot, is_staff
FROM ${from}
WHERE user_no != 0 AND event_type IN ('com.platform.catalog.game.wishlisted.v1', 'com.platform.catalog.game.unwishlisted.v1')`,
};

/** All that views keep of events beside marts. */
export const EVENT_COPIES: readonly EventCopy[] = [
  ...[eventIdentities, eventsByUser, eventsByDevice, dimUsers, watermark, deviceLinks, wishActs],
];
