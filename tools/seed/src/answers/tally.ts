import { dayOf } from '../plan/moscow-time';
import type { DemoEvent } from '../story/teller';

/** What a Moscow day of the demo store must say, in kopecks where it is money; refunds on the day they were booked. */
export interface DayAnswers {
  readonly dau: number;
  readonly new_users: number;
  readonly registrations: number;
  readonly game_page_views: number;
  readonly game_sessions_started: number;
  readonly orders: number;
  readonly payers: number;
  readonly units_sold: number;
  readonly gross_revenue: number;
  readonly discount_amount: number;
  readonly taxes: number;
  readonly fees: number;
  readonly refunds: number;
  readonly chargebacks: number;
  readonly net_revenue: number;
}

export interface Answers {
  readonly events: number;
  /** Events that are refused, by code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly users: number;
  readonly days: Readonly<Record<string, DayAnswers>>;
}

type Counts = { -readonly [name in Exclude<keyof DayAnswers, 'dau' | 'new_users' | 'payers' | 'net_revenue'>]: number };
class Day {
  readonly active = new Set<string>();
  readonly payers = new Set<string>();
  readonly counts: Counts = {
    ...{ registrations: 0, game_page_views: 0, game_sessions_started: 0, orders: 0, units_sold: 0 },
    ...{ gross_revenue: 0, discount_amount: 0, taxes: 0, fees: 0, refunds: 0, chargebacks: 0 },
  };
}

const SHORT = /^com\.platform\.(.*)\.v1$/;
const UNITS = ['game', 'dlc', 'gift'];

/** The right numbers, added up while the store is told; nothing of the product has a part in it. */
export class Tally {
  private events = 0;
  private readonly refused: Record<string, number> = {};
  private readonly accounts = new Set<string>();
  private readonly firstAct = new Map<string, number>();
  private readonly days = new Map<string, Day>();
  /** Transactions that are no sales: a refund of one is none either. */
  private readonly sales = new Set<string>();

  add(event: DemoEvent): void {
    if (event.fault !== undefined) {
      this.refused[event.fault] = (this.refused[event.fault] ?? 0) + 1;
      return;
    }
    this.events += 1;
    if (event.staff === true || event.bot === true) return;
    const type = SHORT.exec(event.envelope.type)?.[1] ?? '';
    const day = this.dayOf(event.at);
    this.count(day, type, event);
    if (event.account !== undefined && isAct(type, event)) {
      day.active.add(event.account);
      this.firstAct.set(event.account, Math.min(event.at, this.firstAct.get(event.account) ?? Infinity));
    }
  }

  answers(): Answers {
    const newOn = new Map<string, number>();
    for (const at of this.firstAct.values()) newOn.set(dayOf(at), (newOn.get(dayOf(at)) ?? 0) + 1);
    const days = [...this.days]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, day]) => [name, answersOf(day, newOn.get(name) ?? 0)]);
    return {
      events: this.events,
      refused: this.refused,
      users: this.accounts.size,
      days: Object.fromEntries(days) as Answers['days'],
    };
  }

  private count(day: Day, type: string, { account, envelope }: DemoEvent): void {
    const { data } = envelope;
    const { counts } = day;
    if (type === 'auth.user.registered') {
      counts.registrations += 1;
      this.accounts.add(account!);
    } else if (type === 'catalog.game.viewed') counts.game_page_views += 1;
    else if (type === 'library.session.started') counts.game_sessions_started += 1;
    else if (type === 'payment.transaction.completed') this.sell(day, account!, data);
    else if (type === 'payment.refund.processed') {
      const given = roubles(data, 'amountMinor');
      if (!this.sales.has(data['transactionId'] as string)) return;
      if (data['kind'] === 'chargeback') counts.chargebacks += given;
      else counts.refunds += given;
    }
  }

  private sell({ counts, payers }: Day, account: string, data: Readonly<Record<string, unknown>>): void {
    if (data['status'] !== 'completed' || data['kind'] === 'topup') return;
    this.sales.add(data['transactionId'] as string);
    counts.orders += 1;
    payers.add(account);
    if (UNITS.includes(data['kind'] as string)) {
      counts.units_sold += linesOf(data).reduce((sum, line) => sum + line['quantity']!, 0);
    }
    counts.gross_revenue += roubles(data, 'grossMinor');
    counts.discount_amount += roubles(data, 'discountMinor');
    counts.taxes += roubles(data, 'taxMinor');
    counts.fees += roubles(data, 'feeMinor');
  }

  private dayOf(at: number): Day {
    const name = dayOf(at);
    const day = this.days.get(name) ?? new Day();
    this.days.set(name, day);
    return day;
  }
}

const ACTS = ['library.session.started', 'catalog.game.viewed', 'social.review.created', 'social.friend.added'];

const isAct = (type: string, { envelope: { data } }: DemoEvent): boolean =>
  ACTS.includes(type) ||
  (type === 'payment.transaction.completed' && data['status'] === 'completed' && data['kind'] !== 'topup');

function answersOf({ active, payers, counts }: Day, newUsers: number): DayAnswers {
  const { gross_revenue, discount_amount, taxes, fees, refunds, chargebacks } = counts;
  const net_revenue = gross_revenue - discount_amount - taxes - fees - refunds - chargebacks;
  return { dau: active.size, new_users: newUsers, payers: payers.size, ...counts, net_revenue };
}

const linesOf = (data: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, number>>[] =>
  data['lines'] as readonly Readonly<Record<string, number>>[];

/** An amount of all lines in kopecks, each line rounded half up by the rate that is pinned on the event. */
function roubles(data: Readonly<Record<string, unknown>>, amount: string): number {
  const [whole = '0', fraction = ''] = (data['rateToRub'] as string).split('.');
  const scale = 10n ** BigInt(fraction.length);
  const kopecks = (minor: number): bigint => (2n * BigInt(minor) * BigInt(whole + fraction) + scale) / (2n * scale);
  return Number(linesOf(data).reduce((sum, line) => sum + kopecks(line[amount]!), 0n));
}
