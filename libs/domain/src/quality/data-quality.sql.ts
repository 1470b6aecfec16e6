import { time } from '../sql/binders';
import { sql, type SqlFragment } from '../sql/sql';
import { statement } from '../sql/statement';

const LIMITS = { maxRows: 500_000, maxSeconds: 20, maxMemoryBytes: 2 * 1024 ** 3, maxRowsToRead: 1e9 };

export interface HourlyVolume {
  readonly event_type: string;
  readonly hour_ms: string;
  readonly events: string;
}

/** Events per type and hour in which they happened; hours without any have no row. */
export const hourlyVolumes = (from: Date, until: Date) =>
  statement<HourlyVolume>({
    name: 'quality-volumes',
    query: sql`SELECT event_type, toUnixTimestamp(hour) * 1000 AS hour_ms, sum(events) AS events FROM mart_events_hourly
      WHERE hour >= ${time(from)} AND hour < ${time(until)} GROUP BY event_type, hour`,
    limits: LIMITS,
  });

/** Columns that are empty where a sender left something out. */
export const WATCHED_COLUMNS = ['user', 'device', 'platform', 'country', 'game_id', 'client_version'] as const;
export type WatchedColumn = (typeof WATCHED_COLUMNS)[number];

export type TypeQualityRow = {
  readonly event_type: string;
  readonly events: string;
  readonly last_received_ms: string;
  readonly violations: string;
  readonly late: string;
} & { readonly [column in `empty_${WatchedColumn}`]: string };

const EMPTY: SqlFragment = sql`countIf(user_no = 0) AS empty_user, countIf(device_no = 0) AS empty_device,
  countIf(platform = '') AS empty_platform, countIf(country = '') AS empty_country, countIf(game_id = '') AS empty_game_id,
  countIf(client_version = '') AS empty_client_version`;

/** What came since the instant, per type. What happened before `oldest` is not looked at: the months before stay unread. */
export const typeQuality = (since: Date, oldest: Date) =>
  statement<TypeQualityRow>({
    name: 'quality-types',
    query: sql`SELECT event_type, count() AS events, toUnixTimestamp64Milli(max(received_at)) AS last_received_ms,
        countIf(notEmpty(schema_marks)) AS violations, countIf(received_at > effective_at + INTERVAL 1 HOUR) AS late, ${EMPTY}
      FROM events WHERE effective_at >= ${time(oldest)} AND received_at >= ${time(since)} AND import_id = ''
      GROUP BY event_type ORDER BY event_type`,
    limits: LIMITS,
  });
