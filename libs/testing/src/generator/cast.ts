import type { SeededRandom } from '../builders/random';

export interface Machine {
  readonly device: number;
  readonly platform: string | null;
  /** How far its clock is off, in milliseconds; corrected in `effective_at`. */
  readonly skewMs: number;
}

export interface Person {
  readonly user: number;
  readonly country: string | null;
  readonly machines: readonly Machine[];
  readonly bot: boolean;
  readonly staff: boolean;
  /** Share of what they do without being logged in. */
  readonly anonymous: number;
}

export interface Cast {
  readonly people: readonly Person[];
  /** Devices nobody ever logs in on. */
  readonly strangers: readonly Machine[];
  readonly games: readonly string[];
}

const COUNTRIES = ['RU', 'KZ', 'DE', 'BR', null] as const;
const PLATFORMS = ['windows', 'web', 'android', 'linux', null] as const;
const FIRST_DEVICE = 100_000;

/** Who takes part: some with two machines, some on another one's machine, some bots, some staff. */
export function castOf(random: SeededRandom, size: { users: number; games: number }): Cast {
  let devices = FIRST_DEVICE;
  const machine = (): Machine => {
    devices += 1;
    const skewMs = random.chance(0.05) ? random.int(-3, 4) * 3_600_000 : 0;
    return { device: devices, platform: random.pick(PLATFORMS), skewMs };
  };
  const people: Person[] = [];
  for (let user = 1; user <= size.users; user += 1) {
    const own = random.chance(0.25) ? [machine(), machine()] : [machine()];
    const last = people[people.length - 1];
    people.push({
      user,
      country: random.pick(COUNTRIES),
      machines: last !== undefined && random.chance(0.1) ? [...own, last.machines[0]!] : own,
      bot: random.chance(0.03),
      staff: random.chance(0.03),
      anonymous: random.pick([0, 0.2, 0.6]),
    });
  }
  const strangers = Array.from({ length: Math.ceil(size.users / 10) }, machine);
  return { people, strangers, games: Array.from({ length: size.games }, () => random.uuid()) };
}
