import {
  accountSessionsOn,
  ATTRIBUTED_EVENTS_TABLE,
  type AttributedEventRow,
  attributedOn,
  covers,
  dayOf,
  daysFrom,
  DeviceAccounts,
  deviceLinks,
  deviceSessionsOn,
  deviceUnlinks,
  joined,
  type NumberedDay,
  rowChanges,
  type RowChanges,
  rowReader,
  type Span,
  STORE_SESSIONS_TABLE,
  storedRows,
  type StoreSessionRow,
  type TouchedTrail,
  type TrailRows,
  trailRows,
  type TrailSide,
} from '@analytics/domain';
import { inTurns } from '@analytics/service-kit';
import { askInSlices, type Derived, type DerivedLimits, NOTHING_DERIVED, type Warehouse } from './derived-store';
import { outgrownTrails } from './outgrown-trails';
import { type ReadTrail, readTrails } from './trail-reading';

const NOBODY = new DeviceAccounts([], []);
const TRAILS_PER_TURN = 100;

interface Trail extends ReadTrail {
  readonly touched: readonly Span[];
  readonly accounts: DeviceAccounts;
  readonly rows: TrailRows;
}

export interface DerivedTrails extends Derived<TouchedTrail> {
  /** How many facts were read. */
  readonly facts: number;
}

/** What has to be written so that store sessions, and whose the anonymous events of a device are, stand as the facts say. */
export async function deriveTrails(
  warehouse: Warehouse,
  side: TrailSide,
  touched: readonly TouchedTrail[],
  limits: DerivedLimits,
): Promise<DerivedTrails> {
  const accounts =
    side === 'device'
      ? await accountsOf(
          warehouse,
          touched.map(({ no }) => no),
        )
      : undefined;
  const of = (no: number) => accounts?.get(no) ?? NOBODY;
  const spans = new Map(
    touched.map(({ no, spans: own, links }) => [no, joined([...own, ...decidedBy(of(no), links)])]),
  );
  for (const [no, own] of spans) if (own.length === 0) spans.delete(no);
  if (spans.size === 0) return { ...NOTHING_DERIVED, facts: 0 };
  const found = await readTrails(warehouse, side, spans, limits);
  const trailOf = ([no, own]: [number, Span[]]): [number, Trail] => {
    const { events, read } = found.get(no)!;
    return [no, { touched: own, events, read, accounts: of(no), rows: trailRows(events, of(no), own) }];
  };
  const trails = new Map(await inTurns([...spans], trailOf, TRAILS_PER_TURN));
  const sessions = await sessionChanges(warehouse, side, trails);
  const places = new Set(sessions.fresh.map((row) => (side === 'device' ? row.device_no : row.user_no)));
  const changes: RowChanges[] = [sessions];
  if (side === 'device') {
    const attributed = await attributedChanges(warehouse, trails);
    for (const row of attributed.fresh) places.add(row.device_no);
    changes.push(attributed);
  }
  const fresh = touched.filter(({ no }) => places.has(no));
  const facts = [...trails.values()].reduce((sum, { events }) => sum + events.length, 0);
  return { changes, fresh, facts, outgrown: () => outgrownTrails(warehouse, side, fresh, trails) };
}

const decidedBy = (accounts: DeviceAccounts, links: TouchedTrail['links']): Span[] =>
  links.flatMap((link) => accounts.decidedBy(link) ?? []);

/** Whose each device was. Also what an un-linking has to know before it happens. */
export async function accountsOf(
  warehouse: Warehouse,
  devices: readonly number[],
): Promise<Map<number, DeviceAccounts>> {
  const links = await warehouse.run(deviceLinks(devices));
  const unlinks = await warehouse.run(deviceUnlinks(devices));
  const linksBy = byDevice(links);
  const unlinksBy = byDevice(unlinks);
  return new Map(
    devices.map((device) => [
      device,
      new DeviceAccounts(
        (linksBy.get(device) ?? []).map((row) => ({
          userNo: row.user_no,
          atMs: Number(row.at_ms),
          source: row.source,
          id: row.id,
          isStaff: row.is_staff,
        })),
        (unlinksBy.get(device) ?? []).map((row) => ({ userNo: row.user_no, atMs: Number(row.at_ms) })),
      ),
    ]),
  );
}

function byDevice<Row extends { readonly device_no: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const devices = new Map<number, Row[]>();
  for (const row of rows) devices.set(row.device_no, [...(devices.get(row.device_no) ?? []), row]);
  return devices;
}

async function sessionChanges(
  warehouse: Warehouse,
  side: TrailSide,
  trails: ReadonlyMap<number, Trail>,
): Promise<RowChanges<StoreSessionRow>> {
  const numberOf = (row: StoreSessionRow) => (side === 'device' ? row.device_no : row.user_no);
  const stretchOf = (row: StoreSessionRow) =>
    trails
      .get(numberOf(row))
      ?.rows.stretches.find(
        ({ fromMs, toMs }) => fromMs <= row.started_at.getTime() && row.started_at.getTime() <= toMs,
      );
  const days = [...trails].flatMap(([no, { rows }]) => daysOf(no, rows.stretches));
  const stored = await askInSlices(warehouse, days, (slice) =>
    storedRows(
      STORE_SESSIONS_TABLE,
      side === 'account' ? accountSessionsOn(slice) : deviceSessionsOn(slice, usersOf(slice, trails)),
    ),
  );
  const sessions = await inTurns(stored, rowReader(STORE_SESSIONS_TABLE));
  return rowChanges<StoreSessionRow>({
    table: STORE_SESSIONS_TABLE,
    derived: [...trails.values()].flatMap(({ rows }) => rows.sessions),
    stored: sessions.filter((row) => stretchOf(row) !== undefined),
    keyOf: (row) => `${row.started_at.getTime()} ${row.user_no} ${row.device_no} ${row.session_id}`,
    factsOf: (row) => BigInt(stretchOf(row)!.facts),
  });
}

/** Whose sessions on these devices may be stored: of nobody, of who is named by an event, of who ever logged in there. */
function usersOf(days: readonly NumberedDay[], trails: ReadonlyMap<number, Trail>): number[] {
  const users = new Set([0]);
  for (const { no } of days) {
    const { events, accounts } = trails.get(no)!;
    for (const { userNo } of events) users.add(userNo);
    for (const userNo of accounts.everybody()) users.add(userNo);
  }
  return [...users];
}

async function attributedChanges(
  warehouse: Warehouse,
  trails: ReadonlyMap<number, Trail>,
): Promise<RowChanges<AttributedEventRow>> {
  const days = [...trails].flatMap(([no, { events, touched }]) => {
    const anonymous = events.filter((event) => event.userNo === 0 && covers(touched, event.atMs));
    return daysOf(
      no,
      anonymous.map(({ atMs }) => ({ fromMs: atMs, toMs: atMs })),
    );
  });
  const stored = await askInSlices(warehouse, days, (slice) =>
    storedRows(ATTRIBUTED_EVENTS_TABLE, attributedOn(slice)),
  );
  const events = await inTurns(stored, rowReader(ATTRIBUTED_EVENTS_TABLE));
  return rowChanges<AttributedEventRow>({
    table: ATTRIBUTED_EVENTS_TABLE,
    derived: [...trails.values()].flatMap(({ rows }) => rows.attributed),
    stored: events.filter((row) => covers(trails.get(row.device_no)!.touched, row.effective_at.getTime())),
    keyOf: (row) => JSON.stringify([row.effective_at.getTime(), row.device_no, row.source, row.id]),
    factsOf: (row) => BigInt(trails.get(row.device_no)!.accounts.facts),
  });
}

function daysOf(no: number, spans: readonly Span[]): NumberedDay[] {
  const days = new Set(spans.flatMap(({ fromMs, toMs }) => daysFrom(dayOf(fromMs), dayOf(toMs))));
  return [...days].map((day) => ({ no, day }));
}
