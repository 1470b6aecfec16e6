import { hash } from 'node:crypto';
import { byOrder, type Placed } from '../events/event-order';
import type { StoreSessionRow } from '../warehouse/derived-tables';

const MINUTE_MS = 60_000;

export const STORE_SESSION_RULES = {
  /** A longer pause begins a new session. */
  gapMs: 30 * MINUTE_MS,
  capMs: 24 * 60 * MINUTE_MS,
} as const;

export const STORE_SESSION_TYPES: readonly string[] = [
  'com.platform.catalog.game.viewed.v1',
  'com.platform.catalog.game.searched.v1',
  'com.platform.client.page.viewed.v1',
  'com.platform.client.event.tracked.v1',
];

/** An event of somebody's visit to the store; `userNo` is the account it counts for, 0 for nobody. */
export interface VisitEvent extends Placed {
  readonly userNo: number;
  readonly deviceNo: number;
  readonly platform: string;
  readonly country: string;
  readonly isBot: boolean;
  readonly isStaff: boolean;
}

/** Stretches without a long pause. No session reaches from one into another, whoever its events count for. */
export function stretchesOf<E extends Placed>(events: readonly E[]): E[][] {
  const stretches: E[][] = [];
  let last: E | undefined;
  for (const event of [...events].sort(byOrder)) {
    if (last === undefined || event.atMs - last.atMs > STORE_SESSION_RULES.gapMs) stretches.push([]);
    stretches.at(-1)!.push(event);
    last = event;
  }
  return stretches;
}

/** The sessions of some events, each unit (account, device) for itself. */
export function storeSessionsOf(events: readonly VisitEvent[], facts: number): StoreSessionRow[] {
  const units = new Map<string, VisitEvent[]>();
  for (const event of [...events].sort(byOrder)) {
    const unit = `${event.userNo}/${event.deviceNo}`;
    const known = units.get(unit);
    if (known === undefined) units.set(unit, [event]);
    else known.push(event);
  }
  return [...units.values()].flatMap((unit) => visitsOf(unit).map((visit) => sessionOf(visit, facts)));
}

function visitsOf(events: readonly VisitEvent[]): VisitEvent[][] {
  const { gapMs, capMs } = STORE_SESSION_RULES;
  const visits: VisitEvent[][] = [];
  for (const event of events) {
    const visit = visits.at(-1);
    const goesOn =
      visit !== undefined && event.atMs - visit.at(-1)!.atMs <= gapMs && event.atMs - visit[0]!.atMs <= capMs;
    if (goesOn) visit.push(event);
    else visits.push([event]);
  }
  return visits;
}

function sessionOf(visit: readonly VisitEvent[], facts: number): StoreSessionRow {
  const first = visit[0]!;
  return {
    session_id: storeSessionId(first),
    started_at: new Date(first.atMs),
    ended_at: new Date(visit.at(-1)!.atMs),
    user_no: first.userNo,
    device_no: first.deviceNo,
    events: visit.length,
    platform: first.platform,
    country: first.country,
    is_bot: first.isBot,
    is_staff: first.isStaff,
    facts: BigInt(facts),
    is_deleted: 0,
  };
}

type SessionName = Pick<VisitEvent, 'userNo' | 'deviceNo' | 'source' | 'id'>;

/** The same after any replay: of the unit and its first event. */
export function storeSessionId({ userNo, deviceNo, source, id }: SessionName): bigint {
  const name = JSON.stringify([userNo, deviceNo, source, id]);
  return hash('sha256', name, 'buffer').readBigUInt64BE();
}
