import { dayList, int64, textList, uint32List } from '../sql/binders';
import { MAX_LIST_LENGTH } from '../sql/bound';
import { READING_LIMITS } from '../derived/stored-rows.sql';
import { writtenDay } from '../derived/spans';
import { type NumberedDay, numberedDays } from '../derived/numbered-days.sql';
import { STORE_SESSION_TYPES } from '../sessions/store-session';
import { sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import type { TrailEvent } from './trail';

/** Whose trail is read: a device's, or an account's where it named no device. */
export type TrailSide = 'device' | 'account';

export interface LinkRow {
  readonly device_no: number;
  readonly user_no: number;
  readonly at_ms: string;
  readonly source: string;
  readonly id: string;
  readonly is_staff: boolean;
}

export interface UnlinkRow {
  readonly device_no: number;
  readonly user_no: number;
  readonly at_ms: string;
}

export interface DayRow {
  readonly no: number;
  readonly day: number;
}

export interface TrailEventRow extends Omit<TrailEvent, 'atMs'> {
  readonly atMs: string;
}

const onDevices = (devices: readonly number[]): SqlFragment => sql`device_no IN ${uint32List(devices)}`;

/** Every log-in on these devices, ever: the last one before an event decides, however long ago it was. */
export const deviceLinks = (devices: readonly number[]): Statement<LinkRow> =>
  statement({
    name: 'device-links',
    limits: READING_LIMITS,
    query: sql`SELECT device_no, user_no, toUnixTimestamp64Milli(effective_at) AS at_ms, source, id, is_staff
      FROM device_links FINAL PREWHERE ${onDevices(devices)}`,
  });

export const deviceUnlinks = (devices: readonly number[]): Statement<UnlinkRow> =>
  statement({
    name: 'device-unlinks',
    limits: READING_LIMITS,
    query: sql`SELECT device_no, user_no, toUnixTimestamp64Milli(unlinked_at) AS at_ms FROM identity_unlinks FINAL WHERE ${onDevices(devices)}`,
  });

/** On which days there is something to read, from an instant on. */
export function trailDays(side: TrailSide, numbers: readonly number[], fromMs: number): Statement<DayRow> {
  const { table, number, wanted } = SIDES[side];
  return statement({
    name: `${side}-trail-days`,
    limits: READING_LIMITS,
    query: sql`SELECT DISTINCT ${number} AS no, toUInt32(toDate(effective_at)) AS day FROM ${table}
      WHERE ${number} IN ${uint32List(numbers)} AND effective_at >= fromUnixTimestamp64Milli(${int64(fromMs)}, 'UTC') AND ${wanted}`,
  });
}

/** Everything on these days that sessions or the account of an anonymous event may follow from. */
export function trailEvents(side: TrailSide, days: readonly NumberedDay[]): Statement<TrailEventRow> {
  const { table, number, wanted } = SIDES[side];
  return statement({
    name: `${side}-trail-events`,
    limits: READING_LIMITS,
    query: sql`SELECT toUnixTimestamp64Milli(effective_at) AS atMs, source, id, event_type AS type, user_no AS userNo, device_no AS deviceNo,
        game_id AS gameId, platform, country, client_version AS clientVersion, campaign_id AS campaignId, placement, kind,
        is_activity AS isActivity, is_bot AS isBot, is_staff AS isStaff
      FROM ${table} FINAL PREWHERE (${number}, toDate(effective_at)) IN ${numberedDays(days)} WHERE ${wanted}`,
  });
}

export interface CountRow {
  readonly no: number;
  readonly facts: string;
}

/** How many events `trailEvents` would find at most: one that lies there twice counts twice. */
export function trailCounts(side: TrailSide, days: readonly NumberedDay[]): Statement<CountRow> {
  const { table, number, wanted } = SIDES[side];
  return statement({
    name: `${side}-trail-counts`,
    limits: READING_LIMITS,
    query: sql`SELECT ${number} AS no, count() AS facts FROM ${table}
      WHERE (${number}, toDate(effective_at)) IN ${numberedDays(days)} AND ${wanted} GROUP BY no`,
  });
}

/** How many log-ins and un-linkings there are of each device, at most. */
export const deviceLinkCounts = (devices: readonly number[]): Statement<CountRow> =>
  statement({
    name: 'device-link-counts',
    limits: READING_LIMITS,
    query: sql`SELECT device_no AS no, count() AS facts FROM (
        SELECT device_no FROM device_links WHERE ${onDevices(devices)}
        UNION ALL SELECT device_no FROM identity_unlinks WHERE ${onDevices(devices)})
      GROUP BY device_no`,
  });

const isVisit = sql`event_type IN ${textList(STORE_SESSION_TYPES)}`;
const SIDES = {
  device: { table: sql`events_by_device`, number: sql`device_no`, wanted: sql`(user_no = 0 OR ${isVisit})` },
  account: { table: sql`events_by_user`, number: sql`user_no`, wanted: sql`(device_no = 0 AND ${isVisit})` },
} as const;

/**
 * Stored sessions of these accounts on these devices that start on these days. The table lies by day and account, so both are
 * named; more accounts than a list can hold are not.
 */
export function deviceSessionsOn(days: readonly NumberedDay[], users: readonly number[]): SqlFragment {
  const ofThem = users.length > MAX_LIST_LENGTH ? sql`1` : sql`t.user_no IN ${uint32List(users)}`;
  return sql`toDate(t.started_at) IN ${datesOf(days)} AND ${ofThem} AND (t.device_no, toDate(t.started_at)) IN ${numberedDays(days)}`;
}

/** Stored sessions of accounts without a device that start on these days. */
export const accountSessionsOn = (days: readonly NumberedDay[]): SqlFragment =>
  sql`t.device_no = 0 AND (t.user_no, toDate(t.started_at)) IN ${numberedDays(days)}`;

const datesOf = (days: readonly NumberedDay[]) => dayList([...new Set(days.map(({ day }) => day))].map(writtenDay));

export const attributedOn = (days: readonly NumberedDay[]): SqlFragment =>
  sql`(t.device_no, toDate(t.effective_at)) IN ${numberedDays(days)}`;
