import type { EventEnvelope, ValidatedEvent } from '@analytics/contracts';
import { aValidatedEvent } from './validated-events';

export interface Reception {
  readonly receivedAt: Date;
  /** Accounts that work for the platform. */
  readonly staff: ReadonlySet<string>;
}

interface Place {
  readonly country: string | null;
  readonly platform: string | null;
}

const NOWHERE: Place = { country: null, platform: null };
const PEOPLE = ['userId', 'anonymousId', 'friendUserId', 'adminId'];

/**
 * What good events become on their way in, in the order in which they come: numbers for people and devices, and the place an
 * account was last seen where an event says none. Addresses are not looked up.
 */
export function* validatedFrom(
  envelopes: Iterable<EventEnvelope>,
  { receivedAt, staff }: Reception,
): Generator<ValidatedEvent> {
  const numbers = new Map<string, number>();
  const places = new Map<number, Place>();
  const numberOf = (name: string): number => {
    const number = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, number);
    return number;
  };
  for (const { id, source, type, time, data } of envelopes) {
    const people = PEOPLE.filter((name) => typeof data[name] === 'string').map((name) => [
      name,
      numberOf(`${name === 'anonymousId' ? 'device' : 'account'} ${String(data[name])}`),
    ]);
    const numbered = Object.fromEntries(people) as Readonly<Record<string, number>>;
    const isBot = typeof data['userAgent'] === 'string' && /bot/i.test(data['userAgent']);
    const user = numbered['userId'];
    const said: Place = { country: textOf(data['countryCode']), platform: textOf(data['platform']) };
    const last = user === undefined || isBot ? NOWHERE : (places.get(user) ?? NOWHERE);
    const place: Place = { country: said.country ?? last.country, platform: said.platform ?? last.platform };
    if (user !== undefined && !isBot) places.set(user, place);
    const is_staff = typeof data['userId'] === 'string' && staff.has(data['userId']);
    const stored = { ...data, ...numbered };
    const received_at = receivedAt.toISOString();
    yield aValidatedEvent({
      type,
      id,
      source,
      effective_at: time,
      data: stored,
      received_at,
      is_bot: isBot,
      is_staff,
      ...place,
    });
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
