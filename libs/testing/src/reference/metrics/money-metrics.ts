import type { PurchaseLine, RefundLine } from '../facts/ledger';
import { groupedBy } from '../facts/known-events';
import { activeWithin, dailyActive } from './activity-metrics';
import { type Ask, type MetricReference, type MetricValue, ratio, roubles, sum, sumOf } from './metric-value';
import type { Slice } from './slice';

const UNITS: readonly string[] = ['game', 'dlc', 'gift'];

const purchases = (slice: Slice, { stretch }: Ask): PurchaseLine[] => slice.within(slice.sources.purchases, stretch);

function refunds(slice: Slice, { basis, stretch }: Ask, kind: RefundLine['kind']): bigint {
  const { refundsAsBooked, refundsAsPurchased } = slice.sources;
  const lines = slice.within(basis === 'booking_date' ? refundsAsBooked : refundsAsPurchased, stretch);
  return sumOf(
    lines.filter((line) => line.kind === kind),
    ({ amount }) => amount,
  );
}

const gross = (slice: Slice, ask: Ask): bigint => sumOf(purchases(slice, ask), (line) => line.gross);

export function net(slice: Slice, ask: Ask): bigint {
  const kept = sumOf(purchases(slice, ask), (line) => line.gross - line.discount - line.tax - line.fee);
  return kept - refunds(slice, ask, 'refund') - refunds(slice, ask, 'chargeback');
}

const orders = (slice: Slice, ask: Ask): number =>
  new Set(purchases(slice, ask).map(({ transaction }) => transaction)).size;

/** By the day of booking every buyer; by the day of purchase only those who have not got all their money back. */
export function payers(slice: Slice, ask: Ask): number {
  const bought = purchases(slice, ask);
  const counted =
    ask.basis === 'booking_date' ? bought : bought.filter(({ transaction }) => !isGivenBack(slice, transaction));
  return new Set(counted.map(({ user }) => user)).size;
}

function isGivenBack(slice: Slice, transaction: string): boolean {
  const byTransaction = slice.once('by transaction', () => ({
    paid: groupedBy(slice.of(slice.sources.purchases), ({ item }) => item.transaction),
    back: groupedBy(slice.of(slice.sources.refundsAsPurchased), ({ item }) => item.transaction),
  }));
  const paid = sumOf(byTransaction.paid.get(transaction) ?? [], ({ item }) => item.gross - item.discount);
  const back = sumOf(byTransaction.back.get(transaction) ?? [], ({ item }) => item.amount);
  return back > 0n && back >= paid;
}

const moneyRatio = (kopecks: bigint, denominator: number): MetricValue => ratio(Number(kopecks), denominator, 100);

export const MONEY_METRICS: Readonly<Record<string, MetricReference>> = {
  orders: (slice, ask) => ({ value: orders(slice, ask) }),
  units_sold: (slice, ask) => ({
    value: sum(purchases(slice, ask).map(({ kind, quantity }) => (UNITS.includes(kind) ? quantity : 0))),
  }),
  gross_revenue: (slice, ask) => roubles(gross(slice, ask)),
  discount_amount: (slice, ask) => roubles(sumOf(purchases(slice, ask), ({ discount }) => discount)),
  taxes: (slice, ask) => roubles(sumOf(purchases(slice, ask), ({ tax }) => tax)),
  fees: (slice, ask) => roubles(sumOf(purchases(slice, ask), ({ fee }) => fee)),
  refunds: (slice, ask) => roubles(refunds(slice, ask, 'refund')),
  chargebacks: (slice, ask) => roubles(refunds(slice, ask, 'chargeback')),
  net_revenue: (slice, ask) => roubles(net(slice, ask)),
  refund_rate: (slice, ask) => ratio(Number(refunds(slice, ask, 'refund')), Number(gross(slice, ask))),
  payers: (slice, ask) => ({ value: payers(slice, ask) }),
  payer_share: (slice, ask) => ratio(payers(slice, ask), activeWithin(slice, ask.stretch)),
  average_order_value: (slice, ask) =>
    moneyRatio(
      sumOf(purchases(slice, ask), (line) => line.gross - line.discount),
      orders(slice, ask),
    ),
  arpu: (slice, ask) => moneyRatio(net(slice, ask), activeWithin(slice, ask.stretch)),
  arppu: (slice, ask) => moneyRatio(net(slice, ask), payers(slice, ask)),
  arpdau: (slice, ask) => moneyRatio(net(slice, ask), sum(dailyActive(slice, ask))),
};
