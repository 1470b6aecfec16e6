import { DAY_MS, HOUR_MS, startOfDay } from './moscow-time';

/** What a demo store is made from: the same plan is the same store, event by event. */
export interface Plan {
  readonly seed: number;
  /** Where the history ends. */
  readonly until: Date;
  readonly users: number;
  /** Who the developer of the local stack is; the best-selling games are theirs. */
  readonly developerId: string;
  /** Accounts that ingestion knows as staff. */
  readonly staff: readonly string[];
}

export const HISTORY_DAYS = 60;
/** Accounts from before the history: what is known of them is that they came. */
export const OLD_ACCOUNT_DAYS = 30;

/** What happens to the store, in days before its last one, which is day 0. */
export const SALE = { from: -26, until: -19, dipUntil: -12 } as const;
export const RELEASE = { announced: -42, day: -12, hour: 18 } as const;
export const BAD_CLIENT = { version: '3.15.0', fromDay: -9, fromHour: 18, untilDay: -7, untilHour: 12 } as const;
export const BAD_HOUR = { day: -3, hour: 20, service: 'payment' } as const;
export const PUSH_OUTAGE = { day: -17 } as const;

/** Experiments with the share of accounts that take part, and what their treatment truly multiplies, as a factor. */
export const EXPERIMENTS = {
  checkout: { key: 'checkout-one-click', from: -25, until: -11, share: 0.5, buying: 1.4 },
  recommendations: { key: 'home-recommendations', from: -18, until: -4, share: 0.5, views: 1.25 },
} as const;

/** The store's own days: day 0 is the Moscow day of the history's end. */
export class Days {
  readonly untilMs: number;
  private readonly zero: number;

  constructor({ until }: Pick<Plan, 'until'>) {
    this.untilMs = until.getTime();
    this.zero = startOfDay(this.untilMs);
  }

  startOf(day: number): number {
    return this.zero + day * DAY_MS;
  }

  at(day: number, hour: number): number {
    return this.startOf(day) + hour * HOUR_MS;
  }

  dayOf(at: number): number {
    return Math.floor((at - this.zero) / DAY_MS);
  }
}

/** How much more or less people come and buy on a day than on one like all others. */
export function season(day: number): { readonly visits: number; readonly buying: number; readonly arrivals: number } {
  const sale = day >= SALE.from && day < SALE.until;
  const dip = day >= SALE.until && day < SALE.dipUntil;
  const sinceRelease = day - RELEASE.day;
  const fresh = sinceRelease >= 0 ? 0.7 ** sinceRelease : 0;
  const growth = 1 + (0.3 * (day + HISTORY_DAYS)) / HISTORY_DAYS;
  const wave = sale ? SALE_WAVE[day - SALE.from]! : 0;
  return {
    visits: 1 + 0.45 * wave - (dip ? 0.16 : 0) + 0.35 * fresh,
    buying: dip ? 0.5 + 0.06 * (day - SALE.until) : day >= SALE.from - 3 && day < SALE.from ? 0.8 : 1,
    arrivals: growth * (1 + 0.5 * wave - (dip ? 0.1 : 0) + 1.2 * fresh),
  };
}

/** First and last days of a sale are the best ones. */
const SALE_WAVE = [1.3, 1.1, 0.8, 0.7, 0.7, 0.9, 1.2];
