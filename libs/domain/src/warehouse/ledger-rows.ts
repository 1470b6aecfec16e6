import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';
import { objectsIn, textIn, wholeIn } from './reading/data-fields';
import { FactRefused } from './reading/fact-refused';
import { type Rate, rateOf, toKopecks } from './reading/kopecks';
import { type Lineage, LINEAGE_COLUMNS, lineageOf } from './lineage';

export const REVENUE_LEDGER_TABLE = insertTable('revenue_ledger', {
  booked_at: col.dateTime64(3),
  entry: col.enum8({ purchase: 1, refund: 2, chargeback: 3 }),
  transaction_id: col.string,
  source: col.string,
  id: col.string,
  line_no: col.uint16,
  payment_kind: col.lowCardinality(col.string),
  user_no: col.uint32,
  game_id: col.lowCardinality(col.string),
  platform: col.lowCardinality(col.string),
  country: col.lowCardinality(col.string),
  payment_method: col.lowCardinality(col.string),
  quantity: col.uint32,
  currency: col.lowCardinality(col.string),
  gross_kopecks: col.int64,
  discount_kopecks: col.int64,
  tax_kopecks: col.int64,
  fee_kopecks: col.int64,
  refund_kopecks: col.int64,
  chargeback_kopecks: col.int64,
  is_bot: col.bool,
  is_staff: col.bool,
  ...LINEAGE_COLUMNS,
});

export type LedgerRow = RowOf<typeof REVENUE_LEDGER_TABLE>;

const PAYMENT = 'com.platform.payment.transaction.completed.v1';
const REFUND = 'com.platform.payment.refund.processed.v1';
/** Types whose events may have lines in the ledger. */
export const LEDGER_TYPES: readonly string[] = [PAYMENT, REFUND];
const AMOUNTS = ['grossMinor', 'discountMinor', 'taxMinor', 'feeMinor'] as const;
const LARGEST_QUANTITY = 2 ** 32 - 1;
/** Ten trillion roubles: thousands of such lines still add up in 64 bits. */
const LARGEST_KOPECKS = 10n ** 15n;
const NOTHING = {
  gross_kopecks: 0n,
  discount_kopecks: 0n,
  tax_kopecks: 0n,
  fee_kopecks: 0n,
  refund_kopecks: 0n,
  chargeback_kopecks: 0n,
};

/** The lines of a completed payment, a refund or a chargeback; a line that does not say its amounts says nothing of money. */
export function ledgerRows(event: ValidatedEvent, from: Lineage): LedgerRow[] {
  if (event.type !== PAYMENT && event.type !== REFUND) return [];
  const rate = rateOf(textIn(event.data, 'rateToRub'));
  if (rate === undefined) return [];
  return event.type === PAYMENT ? purchaseLines(event, from, rate) : refundLines(event, from, rate);
}

function purchaseLines(event: ValidatedEvent, from: Lineage, rate: Rate): LedgerRow[] {
  if (textIn(event.data, 'status') !== 'completed') return [];
  return objectsIn(event.data, 'lines').flatMap(({ index, object }) => {
    const quantity = wholeIn(object, 'quantity', LARGEST_QUANTITY);
    const amounts = AMOUNTS.map((name) => kopecksIn(object, name, rate, index));
    if (quantity === undefined || amounts.includes(undefined)) return [];
    const [gross, discount, tax, fee] = amounts as [bigint, bigint, bigint, bigint];
    const money = { gross_kopecks: gross, discount_kopecks: discount, tax_kopecks: tax, fee_kopecks: fee };
    return [
      {
        ...lineOf(event, from, index, textIn(object, 'gameId')),
        entry: 'purchase' as const,
        payment_kind: textIn(event.data, 'kind'),
        payment_method: textIn(event.data, 'paymentMethod'),
        quantity,
        ...NOTHING,
        ...money,
      },
    ];
  });
}

function refundLines(event: ValidatedEvent, from: Lineage, rate: Rate): LedgerRow[] {
  const entry = textIn(event.data, 'kind');
  if (entry !== 'refund' && entry !== 'chargeback') return [];
  return objectsIn(event.data, 'lines').flatMap(({ index, object }) => {
    const amount = kopecksIn(object, 'amountMinor', rate, index);
    if (amount === undefined) return [];
    return [
      {
        ...lineOf(event, from, index, textIn(object, 'gameId')),
        entry,
        payment_kind: '',
        payment_method: '',
        quantity: 0,
        ...NOTHING,
        [`${entry}_kopecks`]: amount,
      },
    ];
  });
}

function kopecksIn(line: Readonly<Record<string, unknown>>, name: string, rate: Rate, index: number) {
  const minor = wholeIn(line, name, Number.MAX_SAFE_INTEGER);
  if (minor === undefined) return undefined;
  const kopecks = toKopecks(minor, rate);
  if (kopecks > LARGEST_KOPECKS) {
    throw new FactRefused(`must be at most ${LARGEST_KOPECKS} kopecks in roubles`, `/data/lines/${index}/${name}`);
  }
  return kopecks;
}

const lineOf = (event: ValidatedEvent, from: Lineage, index: number, gameId: string) => ({
  booked_at: new Date(event.effective_at),
  transaction_id: textIn(event.data, 'transactionId'),
  source: event.source,
  id: event.id,
  line_no: index,
  user_no: event.user_no ?? 0,
  game_id: gameId,
  platform: event.platform ?? '',
  country: event.country ?? '',
  currency: textIn(event.data, 'currency'),
  is_bot: event.is_bot,
  is_staff: event.is_staff,
  ...lineageOf(from),
});
