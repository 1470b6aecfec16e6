import type { ValidatedEvent } from '@analytics/contracts';
import { TYPE } from './event-types';
import { groupedBy, textOf, type Told } from './known-events';

/** One line of a purchase, in kopecks. */
export interface PurchaseLine {
  readonly at: number;
  readonly event: ValidatedEvent;
  readonly lineNo: number;
  readonly transaction: string;
  readonly kind: string;
  readonly user: number;
  readonly game: string;
  readonly quantity: number;
  readonly gross: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  readonly fee: bigint;
}

/** One line of money given back, in kopecks; `purchase` is undefined while the purchase is not known. */
export interface RefundLine {
  readonly at: number;
  readonly event: ValidatedEvent;
  readonly lineNo: number;
  readonly transaction: string;
  readonly kind: 'refund' | 'chargeback';
  readonly game: string;
  readonly amount: bigint;
  readonly purchase: PurchaseLine | undefined;
}

export interface Ledger {
  readonly purchases: readonly PurchaseLine[];
  readonly refunds: readonly RefundLine[];
}

interface WireLine {
  readonly gameId: string;
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly feeMinor: number;
  readonly quantity: number;
  readonly amountMinor: number;
}

/** Completed payments and what was given back, per line, in roubles by the rate pinned on each event. */
export function ledgerOf(told: readonly Told[]): Ledger {
  const purchases = told
    .filter(({ event }) => event.type === TYPE.paid && textOf(event, 'status') === 'completed')
    .flatMap((one) => linesOf(one.event).map((line, lineNo) => purchaseLine(one, line, lineNo)));
  const known = groupedBy(purchases, ({ transaction }) => transaction);
  const refunds = told
    .filter(({ event }) => event.type === TYPE.refunded)
    .flatMap(({ event, at }) =>
      linesOf(event).map((line, lineNo) => {
        const transaction = textOf(event, 'transactionId');
        const kind: RefundLine['kind'] = event.data['kind'] === 'chargeback' ? 'chargeback' : 'refund';
        const amount = kopecks(line.amountMinor, event);
        const purchase = known.get(transaction)?.[0];
        return { at, event, lineNo, transaction, kind, game: line.gameId, amount, purchase };
      }),
    );
  return { purchases, refunds };
}

function purchaseLine({ event, at }: Told, line: WireLine, lineNo: number): PurchaseLine {
  return {
    at,
    event,
    lineNo,
    transaction: textOf(event, 'transactionId'),
    kind: textOf(event, 'kind'),
    user: event.user_no ?? 0,
    game: line.gameId,
    quantity: line.quantity,
    gross: kopecks(line.grossMinor, event),
    discount: kopecks(line.discountMinor, event),
    tax: kopecks(line.taxMinor, event),
    fee: kopecks(line.feeMinor, event),
  };
}

const linesOf = (event: ValidatedEvent): readonly WireLine[] => event.data['lines'] as readonly WireLine[];

const kopecks = (minor: number, event: ValidatedEvent): bigint => converted(minor, textOf(event, 'rateToRub'));

/** Minor units times a decimal rate, half up, in whole numbers: 0.1 has no place in money. */
export function converted(minor: number, rate: string): bigint {
  const [whole = '0', fraction = ''] = rate.split('.');
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(minor) * BigInt(whole + fraction);
  return (2n * scaled + scale) / (2n * scale);
}
