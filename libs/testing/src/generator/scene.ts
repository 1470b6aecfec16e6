import type { ValidatedEvent } from '@analytics/contracts';
import type { SeededRandom } from '../builders/random';
import { aValidatedEvent } from '../builders/validated-events';
import type { Cast, Machine, Person } from './cast';

/** Who does it, on what; a person, a device alone, or nobody. */
export interface Actor {
  readonly person?: Person;
  readonly machine?: Machine;
  /** The event names the device only. */
  readonly loggedOut?: boolean;
}

const MINUTE_MS = 60_000;

/** Where a story is told: it keeps the events, and knows the hard instants. */
export class Scene {
  readonly events: ValidatedEvent[] = [];

  constructor(
    readonly random: SeededRandom,
    readonly cast: Cast,
    readonly from: number,
    readonly until: number,
  ) {}

  /** Some instant: one in ten lies at, right before or right after an hour, as every midnight and clock change does. */
  instant(): number {
    const any = this.random.int(this.from, this.until);
    if (!this.random.chance(0.1)) return any;
    const hour = any - (any % 3_600_000);
    return hour + this.random.pick([-1, 0, 1, 0]);
  }

  /** How long until the next thing somebody does: mostly minutes, sometimes right at the edge of a visit. */
  pause(): number {
    if (this.random.chance(0.08)) return 30 * MINUTE_MS + this.random.pick([-1, 0, 1]);
    if (this.random.chance(0.05)) return 0;
    return this.random.int(1_000, 12 * MINUTE_MS);
  }

  actor(): Actor {
    if (this.random.chance(0.04)) return { machine: this.random.pick(this.cast.strangers) };
    if (this.random.chance(0.01)) return {};
    const person = this.random.pick(this.cast.people);
    // A server may tell of a person without naming a machine.
    if (this.random.chance(0.08)) return { person };
    const machine = this.random.pick(person.machines);
    return { person, machine, loggedOut: this.random.chance(person.anonymous) };
  }

  game(): string {
    // The first games are much more popular than the last.
    const share = this.random.next() ** 2;
    return this.cast.games[Math.floor(share * this.cast.games.length)]!;
  }

  id(): string {
    return `${this.hex()}${this.hex()}`;
  }

  /** Tells one event; `who` is written into it as far as its type names people and devices. */
  tell(type: string, at: number, who: Actor, data: Readonly<Record<string, unknown>>): void {
    const { person, machine, loggedOut = false } = who;
    const known = person !== undefined && !loggedOut;
    const isOfDevices = DEVICE_TYPES.has(type);
    const names = {
      ...(known ? { userId: person.user } : {}),
      ...(isOfDevices && machine !== undefined ? { anonymousId: machine.device } : {}),
    };
    const occurred = at + (machine?.skewMs ?? 0);
    this.events.push(
      aValidatedEvent({
        type: `com.platform.${type}.v1`,
        id: this.id(),
        effective_at: new Date(at).toISOString(),
        occurred_at: new Date(occurred).toISOString(),
        received_at: new Date(at + 1 + this.random.int(0, 60_000)).toISOString(),
        country: person?.country ?? null,
        platform: machine?.platform ?? null,
        // A bot is told by its User-Agent, event by event.
        is_bot: person?.bot === true || this.random.chance(0.005),
        is_staff: known && person.staff,
        data: { ...names, ...data },
      }),
    );
  }

  private hex(): string {
    return this.random.int(0, 0x1_0000_0000).toString(16).padStart(8, '0');
  }
}

/** Types whose events can name a device. */
const DEVICE_TYPES = new Set([
  'auth.user.registered',
  'auth.user.loggedin',
  'catalog.game.viewed',
  'catalog.game.searched',
  'marketing.campaign.interacted',
  'analytics.experiment.exposed',
  'client.event.tracked',
  'client.page.viewed',
]);
