import type { ValidatedEvent } from '@analytics/contracts';
import { SeededRandom } from '@analytics/testing';

export const START_MS = Date.UTC(2026, 9, 24, 20);
const MINUTE_MS = 60_000;

let made = 0;

/** An event at so many minutes after the start of the scene. */
export function happened(
  type: string,
  atMinutes: number,
  { data = {}, ...given }: Partial<ValidatedEvent> = {},
): ValidatedEvent {
  const at = new Date(START_MS + atMinutes * MINUTE_MS).toISOString();
  made += 1;
  return {
    type: `com.platform.${type}.v1`,
    source: '/scene',
    id: `event-${String(made).padStart(6, '0')}`,
    schema_version: 1,
    occurred_at: at,
    sent_at: null,
    received_at: at,
    effective_at: at,
    user_no: null,
    device_no: null,
    country: 'RU',
    platform: 'web',
    device_family: null,
    os_family: null,
    browser_family: null,
    is_bot: false,
    is_staff: false,
    correlation_id: null,
    fingerprint: '',
    import_id: null,
    schema_marks: [],
    data,
    ...given,
  };
}

export const viewed = (atMinutes: number, who: Partial<ValidatedEvent>): ValidatedEvent =>
  happened('catalog.game.viewed', atMinutes, { data: { gameId: 'game-1', placement: 'front' }, ...who });

export const loggedIn = (atMinutes: number, userNo: number, deviceNo: number, isStaff = false): ValidatedEvent =>
  happened('auth.user.loggedin', atMinutes, { user_no: userNo, device_no: deviceNo, is_staff: isStaff });

export const wished = (atMinutes: number, userNo: number, gameId: string, removed = false): ValidatedEvent =>
  happened(`catalog.game.${removed ? 'unwishlisted' : 'wishlisted'}`, atMinutes, { user_no: userNo, data: { gameId } });

export const bought = (atMinutes: number, userNo: number, gameIds: readonly string[], kind = 'game'): ValidatedEvent =>
  happened('payment.transaction.completed', atMinutes, {
    user_no: userNo,
    data: {
      transactionId: `transaction-${made}`,
      kind,
      status: 'completed',
      currency: 'RUB',
      rateToRub: '1',
      paymentMethod: 'card',
      lines: gameIds.map((gameId) => ({
        gameId,
        grossMinor: 100,
        discountMinor: 0,
        taxMinor: 0,
        feeMinor: 0,
        quantity: 1,
      })),
    },
  });

export type PlayAct = 'started' | 'heartbeat' | 'ended';

/** `ownMinutes` is the time the game says in its data, where that is another one. */
export function played(
  act: PlayAct,
  atMinutes: number,
  userNo: number,
  sessionId: string,
  ownMinutes = atMinutes,
): ValidatedEvent {
  const own = new Date(START_MS + ownMinutes * MINUTE_MS).toISOString();
  const said = {
    started: { sessionStartTime: own, clientVersion: '1.2' },
    heartbeat: {},
    ended: { sessionEndTime: own, durationSeconds: 1_800 },
  }[act];
  return happened(`library.session.${act}`, atMinutes, {
    user_no: userNo,
    data: { sessionId, gameId: 'game-1', ...said },
  });
}

const PEOPLE = 4;
const MINUTES = 4 * 24 * 60;

/** A crowd in a small house: few people, few devices, everything near everything else, over days and a change of clocks. */
export function scene(seed: number, size: number): ValidatedEvent[] {
  const random = new SeededRandom(seed);
  const no = () => random.int(1, PEOPLE + 1);
  const at = () => (random.chance(0.03) ? -20 * 1_440 + random.int(0, MINUTES) : random.int(0, MINUTES / 10) * 10);
  const who = (): Partial<ValidatedEvent> =>
    random.pick([
      { device_no: 100 + no() },
      { device_no: 100 + no() },
      { user_no: no() },
      { user_no: no(), device_no: 100 + no() },
    ]);
  const visit = () =>
    random.pick([
      'catalog.game.viewed',
      'catalog.game.searched',
      'client.page.viewed',
      'client.event.tracked',
      'marketing.campaign.interacted',
    ]);
  const session = () => `session-${random.int(0, size / 8)}`;
  const sessionOwner = (id: string) => 1 + (Number(id.slice(8)) % PEOPLE);
  const game = () => `game-${no()}`;
  return Array.from({ length: size }, () => {
    const dice = random.next();
    if (dice < 0.5) return happened(visit(), at(), { ...who(), is_bot: random.chance(0.1), data: { gameId: game() } });
    if (dice < 0.56) return loggedIn(at(), no(), 100 + no(), random.chance(0.1));
    if (dice < 0.7) return wished(at(), no(), game(), random.chance(0.4));
    if (dice < 0.76) return bought(at(), no(), [game(), game()], random.pick(['game', 'gift', 'ingame', 'dlc']));
    const id = session();
    const minutes = at();
    return played(
      random.pick(['started', 'heartbeat', 'heartbeat', 'ended']),
      minutes,
      sessionOwner(id),
      id,
      minutes - random.int(0, 60),
    );
  });
}
