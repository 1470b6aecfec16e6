import { hash } from 'node:crypto';
import type { ValidatedEvent } from '@analytics/contracts';
import type { EventRow } from '../warehouse/event-row';
import { type LedgerRow, ledgerRows } from '../warehouse/ledger-rows';
import type { Lineage } from '../warehouse/lineage';
import { isActivity, kindIn, ownTimeIn, subjectIn } from '../warehouse/promoted-columns';
import { textIn } from '../warehouse/reading/data-fields';
import { LiveDelta } from './live-delta';
import { LIVE_HORIZON_SECONDS, LIVE_MARGIN_SECONDS } from './live-window';

export const LIVE_VIEW = 'com.platform.catalog.game.viewed.v1';
export const LIVE_PAYMENT = 'com.platform.payment.transaction.completed.v1';
export const LIVE_STARTED = 'com.platform.library.session.started.v1';
export const LIVE_HEARTBEAT = 'com.platform.library.session.heartbeat.v1';
export const LIVE_ENDED = 'com.platform.library.session.ended.v1';

/** Further ahead than any event may come in: what claims to be there is left out, so that nothing grows without an end. */
export const LIVE_AHEAD_SECONDS = 3_600;
const IDENTITY_BYTES = 8;
const NOWHERE: Lineage = { topic: '', partition: 0, offset: 0n, hash: 0n };

/** One event on its way into the live numbers. */
export interface LiveEvent {
  readonly event: ValidatedEvent;
  readonly second: number;
  /** Eight bytes, as latin1: SQL makes the same of source and id. */
  readonly identity: string;
  /** Its lines of money; that they fit is known before anything is counted. */
  readonly money: readonly LedgerRow[];
  readonly facts: Pick<EventRow, 'game_id' | 'subject_id' | 'own_at' | 'is_activity'>;
}

/** Throws `FactRefused` for an event that the warehouse refuses too. */
export const liveEvent = (event: ValidatedEvent): LiveEvent => ({
  event,
  second: Math.floor(Date.parse(event.effective_at) / 1_000),
  identity: identityOf(event),
  money: ledgerRows(event, NOWHERE),
  facts: {
    game_id: textIn(event.data, 'gameId'),
    subject_id: subjectIn(event.data),
    own_at: ownTimeIn(event.data),
    is_activity: isActivity(event.type, kindIn(event.data), textIn(event.data, 'status')),
  },
});

/** Whether some window that ends now or later can hold the event. */
export const isLive = ({ second }: LiveEvent, nowSecond: number): boolean =>
  second >= nowSecond - LIVE_HORIZON_SECONDS - LIVE_MARGIN_SECONDS && second <= nowSecond + LIVE_AHEAD_SECONDS;

/** The change that events make which were not counted before, each once. */
export function foldLive(events: Iterable<LiveEvent>, nowSecond: number): LiveDelta {
  const delta = new LiveDelta();
  for (const each of events) fold(delta, each, nowSecond);
  return delta;
}

function fold(delta: LiveDelta, live: LiveEvent, nowSecond: number): void {
  const { event, second, money, facts } = live;
  const counts = delta.at(second);
  counts.events += 1;
  counts.types.set(event.type, (counts.types.get(event.type) ?? 0) + 1);
  delta.watermarkMs = Math.max(delta.watermarkMs, Date.parse(event.received_at));
  // People are counted, and what people do; machines and staff only in the number of events.
  if (event.is_bot || event.is_staff) return;
  const user = event.user_no ?? 0;
  if (event.type === LIVE_VIEW) {
    counts.views += 1;
    if (facts.game_id !== '') delta.game(second, facts.game_id).views += 1;
  }
  if (event.type === LIVE_PAYMENT && facts.is_activity) counts.purchases += 1;
  for (const line of money) delta.money(second, line.game_id, revenueOf(line));
  if (user === 0) return;
  if (facts.is_activity) delta.seen(user, '', second, nowSecond);
  if (facts.subject_id !== '') foldSession(delta, live, { user, nowSecond });
}

function foldSession(
  delta: LiveDelta,
  { event, second, facts }: LiveEvent,
  { user, nowSecond }: { readonly user: number; readonly nowSecond: number },
): void {
  if (event.type === LIVE_ENDED) delta.session(user, facts.subject_id, { sign: 0, ended: second });
  if (event.type !== LIVE_STARTED && event.type !== LIVE_HEARTBEAT) return;
  // A start has a time of its own; one that was sent late is an old sign.
  const own = event.type === LIVE_STARTED && facts.own_at !== null ? facts.own_at.getTime() : Number.POSITIVE_INFINITY;
  delta.session(user, facts.subject_id, { sign: Math.min(second, Math.floor(own / 1_000)), ended: 0 });
  if (facts.game_id !== '') delta.seen(user, facts.game_id, second, nowSecond);
}

/** Net of the line, on the day it is booked; wallets being filled are no sales. */
const revenueOf = (line: LedgerRow): bigint =>
  line.payment_kind === 'topup'
    ? 0n
    : line.gross_kopecks -
      line.discount_kopecks -
      line.tax_kopecks -
      line.fee_kopecks -
      line.refund_kopecks -
      line.chargeback_kopecks;

function identityOf({ source, id }: ValidatedEvent): string {
  return hash('sha1', `${source}\n${id}`, 'buffer').toString('latin1', 0, IDENTITY_BYTES);
}
