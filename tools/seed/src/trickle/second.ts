import type { EventEnvelope } from '@analytics/contracts';
import { Draw } from '../plan/draw';
import { discountOf } from '../plan/games';
import { busynessOf, MINUTE_MS } from '../plan/moscow-time';
import type { Person } from '../plan/people';
import type { Scene } from '../story/scene';
import { measured, SERVICES } from '../story/store/services-story';

/** Events in an average second, by what they are; people come in the rhythm of the day, programs do not. */
const PER_SECOND = { looks: 0.08, sessions: 0.045, orders: 0.008, clicks: 2.6 } as const;
const MEASURED_EVERY_S = 10;
const SIGN_EVERY_S = 60;
const ENDS_AFTER_SIGN_S = 30;
const LONGEST_SESSION_S = 40 * 60;
/** Who is about: few enough that a day of it does not outgrow the history. */
const REGULARS = 600;
const VERSION = '3.15.1';

/**
 * Everything that happens in one second of the living store. The same second is the same events under the same ids, so a
 * sender that starts anew may tell it again.
 */
export class LivingStore {
  private readonly regulars: readonly Person[];

  constructor(
    private readonly scene: Scene,
    private readonly since: number,
  ) {
    const draw = new Draw(scene.plan.seed, 'regulars');
    this.regulars = Array.from({ length: REGULARS }, () => draw.pick(scene.people)).filter(({ staff }) => !staff);
  }

  eventsOf(second: number): EventEnvelope[] {
    const draw = new Draw(this.scene.plan.seed, 'live', second);
    const busy = busynessOf(second * 1_000);
    const events: EventEnvelope[] = [];
    const told: Tell = (type, data) => {
      const number = events.length;
      events.push(eventOf(`live-${second}-${number}`, type, { at: second * 1_000 + Math.min(999, number * 37), data }));
    };
    for (let left = draw.times(PER_SECOND.looks * busy); left > 0; left -= 1) this.look(draw, told);
    for (let left = draw.times(PER_SECOND.orders * busy); left > 0; left -= 1) this.buy(draw, told);
    for (let left = draw.times(PER_SECOND.clicks); left > 0; left -= 1) this.click(draw, told);
    if (second % MEASURED_EVERY_S === 0) this.measure(draw, busy, told);
    return [...events, ...this.played(second)];
  }

  private look(draw: Draw, tell: Tell): void {
    const { userId, platform } = draw.pick(this.regulars);
    const { gameId, priceMinor } = this.scene.choose(draw, 0);
    const placement = draw.pick(['home', 'search', 'recommendations']);
    if (placement === 'search') {
      tell('catalog.game.searched', { userId, query: 'кооператив', resultsCount: draw.int(1, 40) });
    }
    tell('catalog.game.viewed', {
      userId,
      gameId,
      placement,
      platform,
      priceMinor,
      currency: 'RUB',
      discountPercent: 0,
    });
    if (draw.chance(0.05)) tell('catalog.game.wishlisted', { userId, gameId, placement: 'game-page' });
  }

  private buy(draw: Draw, tell: Tell): void {
    const { userId, platform } = draw.pick(this.regulars);
    const game = this.scene.choose(draw, 0);
    const { gameId, priceMinor: grossMinor } = game;
    tell('catalog.game.viewed', { userId, gameId, placement: 'home', platform });
    if (grossMinor === 0) return tell('library.game.added', { userId, gameId, acquisition: 'free' });
    const discountMinor = Math.round(grossMinor * discountOf(game, 0));
    const paid = grossMinor - discountMinor;
    const line = {
      gameId,
      grossMinor,
      discountMinor,
      taxMinor: Math.round(paid / 6),
      feeMinor: Math.round(paid * 0.012),
      quantity: 1,
    };
    const how = { currency: 'RUB', rateToRub: '1', paymentMethod: draw.pick(['sbp', 'card']), status: 'completed' };
    tell('payment.transaction.completed', { transactionId: draw.uuid(), userId, kind: 'game', lines: [line], ...how });
    tell('library.game.added', { userId, gameId, acquisition: 'purchase' });
  }

  /** Small things the page of the store tells of itself. */
  private click(draw: Draw, tell: Tell): void {
    const { userId, deviceId: anonymousId, platform } = draw.pick(this.regulars);
    const name = draw.pick(['scroll', 'scroll', 'tab_opened', 'trailer_played', 'screenshot_opened']);
    tell('client.event.tracked', {
      name,
      properties: { depth: draw.int(1, 10) },
      userId,
      anonymousId,
      platform,
      clientVersion: VERSION,
    });
  }

  /** Sessions that begin, give a sign each minute and end between two signs; each follows from the second it began in. */
  private played(second: number): EventEnvelope[] {
    const oldest = Math.max(Math.ceil(this.since / 1_000), second - LONGEST_SESSION_S);
    const events: EventEnvelope[] = [];
    for (let began = second; began >= oldest; began -= SIGN_EVERY_S) {
      for (const session of this.sessionsOf(began)) events.push(...signOf(session, second));
    }
    for (let began = second - SIGN_EVERY_S - ENDS_AFTER_SIGN_S; began >= oldest; began -= SIGN_EVERY_S) {
      const ending = this.sessionsOf(began).filter(({ lastsS }) => lastsS === second - began);
      events.push(...ending.map((session) => endOf(session, second)));
    }
    return events;
  }

  private sessionsOf(began: number): Session[] {
    const draw = new Draw(this.scene.plan.seed, 'play', began);
    const count = draw.times(PER_SECOND.sessions * busynessOf(began * 1_000), 3);
    return Array.from({ length: count }, () => ({
      person: draw.pick(this.regulars),
      gameId: this.scene.choose(draw, 0).gameId,
      sessionId: draw.uuid(),
      lastsS: draw.int(1, LONGEST_SESSION_S / SIGN_EVERY_S) * SIGN_EVERY_S + ENDS_AFTER_SIGN_S,
      began,
    }));
  }

  private measure(draw: Draw, busy: number, tell: Tell): void {
    for (const service of SERVICES) {
      tell(
        'system.service.measured',
        measured(service, { draw, load: busy, suffers: false, seconds: MEASURED_EVERY_S }),
      );
    }
  }
}

type Tell = (type: string, data: Readonly<Record<string, unknown>>) => void;

interface Session {
  readonly person: Person;
  readonly gameId: string;
  readonly sessionId: string;
  readonly lastsS: number;
  readonly began: number;
}

function signOf({ person, gameId, sessionId, lastsS, began }: Session, second: number): EventEnvelope[] {
  const { userId, platform, country: countryCode } = person;
  const at = second * 1_000;
  const id = `live-${sessionId}-${second - began}`;
  const session = { sessionId, userId, gameId };
  if (second === began) {
    const started = { sessionStartTime: new Date(at).toISOString(), platform, countryCode, clientVersion: VERSION };
    return [eventOf(id, 'library.session.started', { at, data: { ...session, ...started } })];
  }
  if (second - began >= lastsS) return [];
  return [eventOf(id, 'library.session.heartbeat', { at, data: { ...session, active: true } })];
}

function endOf({ person: { userId }, gameId, sessionId, lastsS }: Session, second: number): EventEnvelope {
  const at = second * 1_000;
  const ended = { sessionEndTime: new Date(at).toISOString(), durationSeconds: lastsS };
  return eventOf(`live-${sessionId}-end`, 'library.session.ended', {
    at,
    data: { sessionId, userId, gameId, ...ended },
  });
}

const eventOf = (
  id: string,
  type: string,
  { at, data }: { at: number; data: EventEnvelope['data'] },
): EventEnvelope => ({
  ...{ specversion: '1.0', id, source: `/demo/${type.slice(0, type.indexOf('.'))}`, type: `com.platform.${type}.v1` },
  ...{ time: new Date(at).toISOString(), data },
});

/** How far back a store that was asleep is told when it wakes. */
export const LOOK_BACK_MS = 20 * MINUTE_MS;
