import { sql, type SqlFragment } from '../../sql/sql';
import type { SalesSum } from '../definitions/measure';
import type { MetricPlan } from '../plan/metric-plan';
import {
  allowed,
  also,
  column,
  dimensionColumns,
  factColumns,
  groupedByBucket,
  hourMillis,
  inScope,
  leading,
  millisOf,
  perBucket,
  where,
  withGames,
  within,
} from './parts.sql';

const SUMS: Readonly<Record<SalesSum, { readonly value: SqlFragment; readonly of: 'purchases' | 'refunds' | 'both' }>> =
  {
    gross: { value: sql`sum(gross_kopecks)`, of: 'purchases' },
    discount: { value: sql`sum(discount_kopecks)`, of: 'purchases' },
    tax: { value: sql`sum(tax_kopecks)`, of: 'purchases' },
    fee: { value: sql`sum(fee_kopecks)`, of: 'purchases' },
    paid: { value: sql`sum(gross_kopecks - discount_kopecks)`, of: 'purchases' },
    units: { value: sql`sum(units)`, of: 'purchases' },
    refund: { value: sql`sum(refund_kopecks)`, of: 'refunds' },
    chargeback: { value: sql`sum(chargeback_kopecks)`, of: 'refunds' },
    net: {
      value: sql`sum(gross_kopecks - discount_kopecks - tax_kopecks - fee_kopecks - refund_kopecks - chargeback_kopecks)`,
      of: 'both',
    },
  };

/** Lines of purchases that are sales; a top-up of the wallet is none. */
const PURCHASES = sql`entry = 'purchase' AND payment_kind != 'topup' AND NOT is_bot AND NOT is_staff`;

export function salesSql(plan: MetricPlan, sum: SalesSum): SqlFragment {
  const { value, of } = SUMS[sum];
  const rows = {
    purchases: () => purchaseRows(plan),
    refunds: () => refundRows(plan),
    both: () => sql`${purchaseRows(plan)}
        UNION ALL ${refundRows(plan)}`,
  };
  return perBucket(plan, rows[of](), value);
}

export const ordersSql = (plan: MetricPlan): SqlFragment =>
  plan.wholeHours
    ? perBucket(plan, martRows(plan, sql`orders`), sql`uniqExactMerge(orders)`)
    : perBucket(plan, ledgerRows(plan, sql`transaction_id`), sql`uniqExact(transaction_id)`);

export const payersSql = (plan: MetricPlan): SqlFragment => {
  if (plan.basis === 'purchase_date') return keptPayersSql(plan);
  return plan.wholeHours
    ? perBucket(plan, martRows(plan, sql`payers`), sql`groupBitmapMerge(payers)`)
    : perBucket(plan, ledgerRows(plan, sql`user_no`), sql`groupBitmap(user_no)`);
};

/** Distinct people whose purchases, refunds or both a sum is made of. */
export function salesPeopleSql(plan: MetricPlan, sum: SalesSum): SqlFragment {
  const { of } = SUMS[sum];
  if (of === 'purchases') return payersSql({ ...plan, basis: 'booking_date' });
  const refunded = refundRows(plan, sql`user_no`);
  const rows =
    of === 'refunds'
      ? refunded
      : sql`${ledgerRows(plan, sql`user_no`)}
        UNION ALL ${refunded}`;
  return perBucket(plan, rows, sql`groupBitmap(user_no)`);
}

/** Columns of a purchase in the order of those of a refund. */
const amounts = (
  units: SqlFragment,
): SqlFragment => sql`gross_kopecks, discount_kopecks, tax_kopecks, fee_kopecks, ${units} AS units,
          toInt64(0) AS refund_kopecks, toInt64(0) AS chargeback_kopecks`;

const purchaseRows = (plan: MetricPlan): SqlFragment =>
  plan.wholeHours
    ? martRows(plan, amounts(sql`units`))
    : ledgerRows(plan, amounts(sql`toUInt64(if(payment_kind IN ('game', 'dlc', 'gift'), quantity, 0))`));

const martRows = (plan: MetricPlan, what: SqlFragment): SqlFragment => sql`
        SELECT ${leading(factColumns(plan))}${hourMillis} AS at_ms, ${what}
        FROM mart_sales_hourly
        WHERE ${within(sql`hour`, plan.period)}${also(allowed(plan))}`;

const ledgerRows = (plan: MetricPlan, what: SqlFragment): SqlFragment => sql`
        SELECT ${leading(factColumns(plan))}${millisOf(sql`booked_at`)} AS at_ms, ${what}
        FROM revenue_ledger FINAL
        WHERE ${within(sql`booked_at`, plan.period)} AND ${PURCHASES}${also(allowed(plan))}`;

const GIVEN_BACK = sql`toInt64(0) AS gross_kopecks, toInt64(0) AS discount_kopecks, toInt64(0) AS tax_kopecks, toInt64(0) AS fee_kopecks, toUInt64(0) AS units,
          refund_kopecks, chargeback_kopecks`;

/**
 * What was given back, once its purchase is known: on its own day or on the purchase's. Who, where and by what method is
 * the purchase's; the game is the line's own. A line that is there twice until the next merge says the same of its purchase.
 */
const refundRows = (plan: MetricPlan, what: SqlFragment = GIVEN_BACK): SqlFragment => {
  const onPurchase = plan.basis === 'purchase_date';
  return sql`
        SELECT ${leading(factColumns(plan))}${millisOf(onPurchase ? sql`purchased_at` : sql`refunded_at`)} AS at_ms,
          ${what}
        FROM (
          SELECT transaction_id, game_id, booked_at AS refunded_at, refund_kopecks, chargeback_kopecks
          FROM revenue_ledger FINAL
          WHERE entry != 'purchase'${also(inScope(plan.scope))}${onPurchase ? sql`` : sql` AND ${within(sql`booked_at`, plan.period)}`}
        ) AS given_back
        INNER JOIN (
          SELECT transaction_id, min(booked_at) AS purchased_at, any(platform) AS platform, any(country) AS country, any(payment_method) AS payment_method, any(user_no) AS user_no
          FROM revenue_ledger${onPurchase ? sql`` : sql` PREWHERE ${takenBack(plan)}`}
          WHERE ${PURCHASES}${also(inScope(plan.scope))}${onPurchase ? sql` AND ${within(sql`booked_at`, plan.period)}` : sql``}
          GROUP BY transaction_id
        ) AS purchase USING (transaction_id)${where(allowed(plan))}`;
};

/** A refund of the period may be of any purchase there ever was: those few are found by a number of eight bytes, read before all else. */
const takenBack = (plan: MetricPlan): SqlFragment => sql`transaction_hash GLOBAL IN (
            SELECT transaction_hash FROM revenue_ledger WHERE entry != 'purchase' AND ${within(sql`booked_at`, plan.period)}${also(inScope(plan.scope))})`;

/** Buyers of the day of purchase, without those who got everything back for the lines in question at any time since. */
function keptPayersSql(plan: MetricPlan): SqlFragment {
  const by = leading(dimensionColumns(plan));
  const lines = sql`
          SELECT ${leading(factColumns(plan, 'game_id'))}${millisOf(sql`booked_at`)} AS at_ms, transaction_id, user_no, paid, returned
          FROM (
            SELECT ${leading(factColumns(plan, 'game_id'))}booked_at, transaction_id, user_no, sum(gross_kopecks - discount_kopecks) AS paid
            FROM revenue_ledger FINAL
            WHERE ${within(sql`booked_at`, plan.period)} AND ${PURCHASES}${also(allowed(plan))}
            GROUP BY ${leading(factColumns(plan, 'game_id'))}booked_at, transaction_id, user_no
          ) AS bought
          LEFT ANY JOIN (
            SELECT transaction_id AS of_transaction, game_id AS of_game, sum(refund_kopecks + chargeback_kopecks) AS returned
            FROM revenue_ledger FINAL
            WHERE entry != 'purchase'${also(inScope(plan.scope))}
            GROUP BY of_transaction, of_game
          ) AS given_back ON bought.transaction_id = given_back.of_transaction AND bought.${column('game_id')} = given_back.of_game`;
  const kept = sql`(
        SELECT ${by}at_ms, user_no
        FROM ${withGames(plan, lines)}
        GROUP BY ${by}at_ms, user_no, transaction_id
        HAVING sum(returned) = 0 OR sum(returned) < sum(paid))`;
  return groupedByBucket(plan, kept, sql`groupBitmap(user_no)`);
}
