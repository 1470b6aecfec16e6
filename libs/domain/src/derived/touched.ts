import type { ValidatedEvent } from '@analytics/contracts';
import { LINK_TYPES } from '../attribution/device-accounts';
import type { Placed } from '../events/event-order';
import { GAME_SESSION_TYPES } from '../sessions/game-session';
import type { GameSessionName } from '../sessions/game-session-signs.sql';
import { STORE_SESSION_TYPES } from '../sessions/store-session';
import { FULFILLING_PAYMENTS, type Wish, WISH_TYPES } from '../wishes/wish';
import { objectsIn, textIn } from '../warehouse/reading/data-fields';
import type { Span } from './spans';

/** A device, or an account without one: when something happened on its trail, and which log-ins there were. */
export interface TouchedTrail {
  readonly no: number;
  readonly spans: readonly Span[];
  readonly links: readonly Placed[];
}

export interface TouchedGameSession extends GameSessionName, Span {}

/** The subjects whose rows may say something else now. */
export interface Touched {
  readonly devices: readonly TouchedTrail[];
  readonly accounts: readonly TouchedTrail[];
  readonly gameSessions: readonly TouchedGameSession[];
  readonly wishes: readonly Wish[];
}

const PAYMENT = 'com.platform.payment.transaction.completed.v1';

export function touchedBy(events: readonly ValidatedEvent[]): Touched {
  const devices = new Trails();
  const accounts = new Trails();
  const gameSessions = new Map<string, TouchedGameSession>();
  const wishes = new Map<string, Wish>();
  for (const event of events) {
    const { user_no: userNo, device_no: deviceNo } = event;
    const place = { atMs: Date.parse(event.effective_at), source: event.source, id: event.id };
    const isVisit = STORE_SESSION_TYPES.includes(event.type);
    if (deviceNo) {
      if (isVisit || !userNo) devices.add(deviceNo, place);
      if (userNo && LINK_TYPES.includes(event.type)) devices.link(deviceNo, place);
    }
    if (!userNo) continue;
    if (isVisit && !deviceNo) accounts.add(userNo, place);
    for (const gameId of wishedBy(event)) wishes.set(`${userNo}/${gameId}`, { userNo, gameId });
    const sessionId = GAME_SESSION_TYPES.includes(event.type) ? textIn(event.data, 'sessionId') : '';
    if (sessionId === '') continue;
    const key = `${userNo}/${sessionId}`;
    gameSessions.set(key, stretched(gameSessions.get(key), { userNo, sessionId, ...instant(place) }));
  }
  return {
    devices: devices.all(),
    accounts: accounts.all(),
    gameSessions: [...gameSessions.values()],
    wishes: [...wishes.values()],
  };
}

function wishedBy({ type, data }: ValidatedEvent): string[] {
  if (WISH_TYPES.includes(type)) return [textIn(data, 'gameId')].filter((gameId) => gameId !== '');
  if (type !== PAYMENT || !FULFILLING_PAYMENTS.includes(textIn(data, 'kind'))) return [];
  return objectsIn(data, 'lines')
    .map(({ object }) => textIn(object, 'gameId'))
    .filter((gameId) => gameId !== '');
}

const instant = ({ atMs }: Placed): Span => ({ fromMs: atMs, toMs: atMs });

const stretched = (known: TouchedGameSession | undefined, more: TouchedGameSession): TouchedGameSession => ({
  ...more,
  fromMs: Math.min(known?.fromMs ?? more.fromMs, more.fromMs),
  toMs: Math.max(known?.toMs ?? more.toMs, more.toMs),
});

class Trails {
  private readonly known = new Map<number, { spans: Span[]; links: Placed[] }>();

  add(no: number, place: Placed): void {
    this.of(no).spans.push(instant(place));
  }

  link(no: number, place: Placed): void {
    this.of(no).links.push(place);
  }

  all(): TouchedTrail[] {
    return [...this.known].map(([no, trail]) => ({ no, ...trail }));
  }

  private of(no: number): { spans: Span[]; links: Placed[] } {
    const trail = this.known.get(no) ?? { spans: [], links: [] };
    this.known.set(no, trail);
    return trail;
  }
}
