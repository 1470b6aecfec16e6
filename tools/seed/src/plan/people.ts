import { CAMPAIGNS, type Campaign } from './campaigns';
import { Draw } from './draw';
import { weekRhythm } from './moscow-time';
import { Days, HISTORY_DAYS, OLD_ACCOUNT_DAYS, type Plan, season } from './plan';

export const PLATFORMS = ['windows', 'macos', 'linux', 'android', 'ios', 'web', 'console'] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface Person {
  readonly number: number;
  readonly userId: string;
  readonly deviceId: string;
  readonly arrivalDay: number;
  readonly country: string;
  readonly platform: Platform;
  readonly campaign: Campaign | undefined;
  /** How often they come, around 1. */
  readonly engagement: number;
  /** The few who stay. */
  readonly core: boolean;
  /** How gladly they pay, around 1. */
  readonly purse: number;
  /** Days between a new client version and having it. */
  readonly updateLag: number;
  readonly method: string;
  readonly staff: boolean;
}

/** Share of the accounts that are older than the history. */
const OLD_SHARE = 0.42;
const CORE_SHARE = 0.08;
const COUNTRIES: readonly (readonly [string, number])[] = [
  ['RU', 74],
  ['KZ', 8],
  ['BY', 7],
  ['UZ', 3],
  ['AM', 2],
  ['GE', 2],
  ['RS', 2],
  ['DE', 2],
];
const ON: readonly (readonly [Platform, number])[] = [
  ['windows', 56],
  ['android', 14],
  ['web', 12],
  ['linux', 5],
  ['macos', 5],
  ['ios', 6],
  ['console', 2],
];
const METHODS: readonly (readonly [string, number])[] = [
  ['password', 40],
  ['vk', 28],
  ['yandex', 20],
  ['phone', 12],
];

/** Who has an account: old ones first, then day by day. The first few are staff. */
export function peopleOf(plan: Plan): readonly Person[] {
  const arrivals = arrivalDays(plan);
  const days = new Days(plan);
  return arrivals.map((arrivalDay, number) => personOf(plan, days, number, arrivalDay));
}

function personOf({ seed, staff }: Plan, days: Days, number: number, arrivalDay: number): Person {
  const draw = new Draw(seed, 'person', number);
  const arrival = days.startOf(arrivalDay);
  return {
    number,
    userId: staff[number] ?? draw.uuid(),
    deviceId: `d-${draw.uuid().slice(0, 13)}`,
    arrivalDay,
    country: draw.weighted(COUNTRIES),
    platform: draw.weighted(ON),
    campaign: campaignOf(draw, days.dayOf(arrival)),
    engagement: draw.around(0.8),
    core: number < staff.length || draw.chance(CORE_SHARE),
    purse: draw.around(0.7),
    updateLag: Math.floor(draw.waiting(0.8)),
    method: draw.weighted(METHODS),
    staff: number < staff.length,
  };
}

/** A third comes by an advertisement that runs at the time. */
function campaignOf(draw: Draw, day: number): Campaign | undefined {
  const running = CAMPAIGNS.filter(({ brings, from, until }) => brings > 0 && day >= from && day < until);
  if (running.length === 0 || !draw.chance(0.34)) return undefined;
  return draw.weighted(running.map((campaign) => [campaign, campaign.brings] as const));
}

/** On which day each account is made, ascending. */
function arrivalDays(plan: Plan): number[] {
  const days = new Days(plan);
  const old = Math.round(plan.users * OLD_SHARE);
  const oldDays = Array.from({ length: old }, (_, index) =>
    Math.floor(-HISTORY_DAYS - OLD_ACCOUNT_DAYS + (index * OLD_ACCOUNT_DAYS) / old),
  );
  const draw = new Draw(plan.seed, 'arrivals');
  const weights = Array.from({ length: HISTORY_DAYS + 1 }, (_, index) => {
    const day = index - HISTORY_DAYS;
    const passed = Math.min(1, (days.untilMs - days.startOf(day)) / 86_400_000);
    return [day, season(day).arrivals * weekRhythm(days.startOf(day)) * passed] as const;
  });
  const recent = Array.from({ length: plan.users - old }, () => draw.weighted(weights));
  return [...oldDays, ...recent.sort((one, other) => one - other)];
}

/** Whether somebody comes on a day: often at first, then ever less, but for the few who stay. */
export function comes(person: Person, day: number, at: number, draw: Draw): boolean {
  const age = day - person.arrivalDay;
  if (age === 0) return true;
  const fading = 0.18 * person.engagement * (age + 1) ** -0.75;
  const staying = person.core ? 0.3 * 0.985 ** age : 0;
  return draw.chance(Math.min(0.9, (fading + staying) * season(day).visits * weekRhythm(at)));
}
