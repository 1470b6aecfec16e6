import { byOrder, type Placed } from '../events/event-order';
import { covers, meets, type Span, widened } from '../derived/spans';
import {
  STORE_SESSION_RULES,
  STORE_SESSION_TYPES,
  storeSessionsOf,
  stretchesOf,
  type VisitEvent,
} from '../sessions/store-session';
import type { AttributedEventRow, StoreSessionRow } from '../warehouse/derived-tables';
import type { DeviceAccounts } from './device-accounts';

/** One event of a trail, that is of a device, or of an account where no device was named. */
export interface TrailEvent extends Placed {
  readonly type: string;
  /** 0 for an anonymous event. */
  readonly userNo: number;
  readonly deviceNo: number;
  readonly gameId: string;
  readonly platform: string;
  readonly country: string;
  readonly clientVersion: string;
  readonly campaignId: string;
  readonly placement: string;
  readonly kind: string;
  readonly isActivity: boolean;
  readonly isBot: boolean;
  readonly isStaff: boolean;
}

/** Store events without a long pause between them, and how many facts decide what becomes of them. */
export interface Stretch extends Span {
  readonly facts: number;
}

export interface TrailRows {
  readonly sessions: readonly StoreSessionRow[];
  readonly attributed: readonly AttributedEventRow[];
  /** Where sessions were computed anew: what is stored there and was not computed is none any more. */
  readonly stretches: readonly Stretch[];
}

const isVisit = ({ type }: TrailEvent): boolean => STORE_SESSION_TYPES.includes(type);

/** What follows from a trail around the touched spans. The events must hold every stretch that comes near one of them. */
export function trailRows(
  events: readonly TrailEvent[],
  accounts: DeviceAccounts,
  touched: readonly Span[],
): TrailRows {
  const stretches: Stretch[] = [];
  const sessions: StoreSessionRow[] = [];
  for (const stretch of touchedStretches(events, touched)) {
    const facts = stretch.length + accounts.facts;
    stretches.push({ fromMs: stretch[0]!.atMs, toMs: stretch.at(-1)!.atMs, facts });
    sessions.push(
      ...storeSessionsOf(
        stretch.map((event) => visitOf(event, accounts)),
        facts,
      ),
    );
  }
  const attributed = events
    .filter((event) => event.userNo === 0 && event.deviceNo !== 0 && covers(touched, event.atMs))
    .sort(byOrder)
    .flatMap((event) => attributedRow(event, accounts));
  return { sessions, attributed, stretches };
}

/** Stretches of store events that are in, or no further than a pause from, what was touched. */
export function touchedStretches(events: readonly TrailEvent[], touched: readonly Span[]): TrailEvent[][] {
  const near = touched.map((span) => widened(span, STORE_SESSION_RULES.gapMs));
  return stretchesOf(events.filter(isVisit)).filter((stretch) =>
    meets(near, { fromMs: stretch[0]!.atMs, toMs: stretch.at(-1)!.atMs }),
  );
}

function visitOf(event: TrailEvent, accounts: DeviceAccounts): VisitEvent {
  const account = event.userNo === 0 ? accounts.accountOf(event) : undefined;
  return account === undefined
    ? event
    : { ...event, userNo: account.userNo, isStaff: event.isStaff || account.isStaff };
}

function attributedRow(event: TrailEvent, accounts: DeviceAccounts): AttributedEventRow[] {
  const account = accounts.accountOf(event);
  if (account === undefined) return [];
  return [
    {
      effective_at: new Date(event.atMs),
      device_no: event.deviceNo,
      source: event.source,
      id: event.id,
      user_no: account.userNo,
      event_type: event.type,
      game_id: event.gameId,
      platform: event.platform,
      country: event.country,
      client_version: event.clientVersion,
      campaign_id: event.campaignId,
      placement: event.placement,
      kind: event.kind,
      is_activity: event.isActivity,
      is_bot: event.isBot,
      is_staff: event.isStaff || account.isStaff,
      facts: BigInt(accounts.facts),
      is_deleted: 0,
    },
  ];
}
