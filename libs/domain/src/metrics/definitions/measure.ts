/** What can be counted or summed in the warehouse; every metric is one of these, or one divided by another. */
export type Measure =
  | EventsMeasure
  /** Distinct active people of the bucket. */
  | ({ readonly of: 'people' } & ActivitySet)
  /** Distinct active people of a window of days that ends with, or holds, the bucket's last day. */
  | ({ readonly of: 'people-window'; readonly window: PeopleWindow } & ActivitySet)
  /** Each day's distinct active people, added up over the bucket's days. */
  | ({ readonly of: 'people-days' } & ActivitySet)
  /** Each day's distinct active people, added up over the 30 days that end with the bucket's last day. */
  | { readonly of: 'people-days-window' }
  /** People whose first act ever lies in the bucket. */
  | { readonly of: 'newcomers' }
  | { readonly of: 'sales'; readonly sum: SalesSum }
  | { readonly of: 'orders' }
  | { readonly of: 'payers' }
  | { readonly of: 'game-sessions'; readonly what: 'sessions' | 'length' }
  | { readonly of: 'playtime' }
  | { readonly of: 'concurrent-players' }
  | { readonly of: 'store-sessions' }
  | { readonly of: 'wishes'; readonly effect: 'added' | 'removed' }
  | { readonly of: 'outstanding-wishes' }
  | { readonly of: 'conversion'; readonly from: ConversionStart; readonly part: 'converted' | 'finished' }
  | { readonly of: 'downloads'; readonly part: 'completed' | 'started' }
  /** Events that were refused, each once. */
  | { readonly of: 'rejections' }
  | { readonly of: 'services'; readonly what: 'requests' | 'errors' | 'latency-p95' };

export interface EventsMeasure {
  readonly of: 'events';
  /** Types that count; empty for all. */
  readonly types: readonly string[];
  /** Only events of these kinds (a campaign's action). */
  readonly kinds?: readonly string[];
  /** Ratings are added up instead of events. */
  readonly sum?: 'ratings';
  /** Bots and staff count too. */
  readonly withBotsAndStaff?: true;
}

export interface ActivitySet {
  /** Types of events that make somebody active, where they are not the platform's own set. */
  readonly activity?: readonly string[];
}

export type PeopleWindow = 'last-7-days' | 'last-30-days' | 'iso-week' | 'calendar-month';
export type SalesSum = 'gross' | 'discount' | 'tax' | 'fee' | 'refund' | 'chargeback' | 'net' | 'paid' | 'units';
export type ConversionStart = 'page' | 'wish';
/** Days that somebody has for the second step; until they are over, only who took it is decided. */
export const CONVERSION_WINDOW_DAYS: Readonly<Record<ConversionStart, number>> = { page: 14, wish: 180 };

export type MeasureKind = Measure['of'];
export type MeasureOf<K extends MeasureKind> = Extract<Measure, { of: K }>;
