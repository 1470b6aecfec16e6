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
  const touched = new TouchedSubjects();
  for (const event of events) touched.add(event);
  return touched.all();
}

/** Gathers the subjects of events one by one; each is there once, however many events touch it. */
export class TouchedSubjects {
  private readonly devices = new Trails();
  private readonly accounts = new Trails();
  private readonly gameSessions = new Map<string, TouchedGameSession>();
  private readonly wishes = new Map<string, Wish>();

  add(event: ValidatedEvent): void {
    const { user_no: userNo, device_no: deviceNo } = event;
    const place = { atMs: Date.parse(event.effective_at), source: event.source, id: event.id };
    const isVisit = STORE_SESSION_TYPES.includes(event.type);
    if (deviceNo) {
      if (isVisit || !userNo) this.devices.add(deviceNo, place);
      if (userNo && LINK_TYPES.includes(event.type)) this.devices.link(deviceNo, place);
    }
    if (!userNo) return;
    if (isVisit && !deviceNo) this.accounts.add(userNo, place);
    for (const gameId of wishedBy(event)) this.wishes.set(`${userNo}/${gameId}`, { userNo, gameId });
    const sessionId = GAME_SESSION_TYPES.includes(event.type) ? textIn(event.data, 'sessionId') : '';
    if (sessionId !== '') this.addSession(userNo, sessionId, place.atMs);
  }

  all(): Touched {
    return {
      devices: this.devices.all(),
      accounts: this.accounts.all(),
      gameSessions: [...this.gameSessions.values()],
      wishes: [...this.wishes.values()],
    };
  }

  private addSession(userNo: number, sessionId: string, atMs: number): void {
    const key = `${userNo}/${sessionId}`;
    const { fromMs, toMs } = this.gameSessions.get(key) ?? { fromMs: atMs, toMs: atMs };
    const span = { fromMs: Math.min(fromMs, atMs), toMs: Math.max(toMs, atMs) };
    this.gameSessions.set(key, { userNo, sessionId, ...span });
  }
}

function wishedBy({ type, data }: ValidatedEvent): string[] {
  if (WISH_TYPES.includes(type)) return [textIn(data, 'gameId')].filter((gameId) => gameId !== '');
  if (type !== PAYMENT || !FULFILLING_PAYMENTS.includes(textIn(data, 'kind'))) return [];
  return objectsIn(data, 'lines')
    .map(({ object }) => textIn(object, 'gameId'))
    .filter((gameId) => gameId !== '');
}

const instant = ({ atMs }: Placed): Span => ({ fromMs: atMs, toMs: atMs });

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
