// What stands in the stores of a run, asked of the stores themselves.
import pg from 'pg';
import { probesOf } from '../watching/probes.mjs';

/** The number of an event is the tail of its id; see mixOf for the sums. */
const NUMBER = 'toUInt32(substring(id, 2))';
const SUMS = `count() AS rows, uniqExact(${NUMBER}) AS distinct_events, groupBitXor(murmurHash3_32(${NUMBER})) AS first_xor,
  groupBitXor(murmurHash3_32(bitXor(${NUMBER}, toUInt32(0x9e3779b9)))) AS second_xor`;
const NOT_QUOTED = { output_format_json_quote_64bit_integers: '0' };

const sumsIn = ({ rows, distinct_events: distinct, first_xor: first, second_xor: second }) => ({
  rows,
  distinct,
  xor: [first, second],
});

/** Quick enough to be asked while events still come in. */
export async function rowsSoFar(warehouse, source) {
  const { rows } = await warehouse.one('SELECT count() AS rows FROM events WHERE source = {source:String}', {
    params: { source },
    settings: NOT_QUOTED,
  });
  return rows;
}

export async function inWarehouse(warehouse, source) {
  const options = { params: { source }, settings: NOT_QUOTED };
  const events = await warehouse.one(`SELECT ${SUMS} FROM events WHERE source = {source:String}`, options);
  const types = await warehouse.run(
    'SELECT event_type, count() AS rows FROM events WHERE source = {source:String} GROUP BY event_type',
    options,
  );
  const money = await warehouse.one(
    `SELECT sum(gross_kopecks) AS gross, sum(discount_kopecks) AS discount, sum(tax_kopecks) AS tax, sum(fee_kopecks) AS fee,
       sum(refund_kopecks) AS refund, sum(chargeback_kopecks) AS chargeback FROM revenue_ledger WHERE source = {source:String}`,
    options,
  );
  return {
    ...sumsIn(events),
    types: Object.fromEntries(types.map(({ event_type: type, rows }) => [type, rows])),
    money,
  };
}

/** An event may be there more than once, a record of Kafka may not: the xor is taken over each number once. */
export async function inLake(warehouse, source) {
  const options = { params: { source }, settings: { ...NOT_QUOTED, use_hive_partitioning: '0' } };
  const found = await warehouse.one(
    `SELECT sum(times) AS rows, sum(offsets) AS records, count() AS distinct_events, groupBitXor(murmurHash3_32(number)) AS first_xor,
       groupBitXor(murmurHash3_32(bitXor(number, toUInt32(0x9e3779b9)))) AS second_xor
     FROM (SELECT ${NUMBER} AS number, count() AS times, uniqExact(_kt, _kp, _ko) AS offsets FROM ${warehouse.lake()} WHERE source = {source:String} GROUP BY number)`,
    options,
  );
  return { ...sumsIn(found), records: found.records };
}

/** Every mart of sums must say what the facts say, whoever else sends. */
export async function martsBesideFacts(warehouse) {
  const settings = NOT_QUOTED;
  const { events, counted, typed, played } = await warehouse.one(
    `SELECT (SELECT count() FROM events) AS events, (SELECT sum(events) FROM mart_events_hourly) AS counted,
       (SELECT sum(events) FROM mart_event_types_hourly) AS typed, (SELECT sum(events) FROM mart_event_games_hourly) AS played`,
    { settings },
  );
  const { paid, sold } = await warehouse.one(
    `SELECT (SELECT sum(gross_kopecks) FROM revenue_ledger WHERE entry = 'purchase' AND payment_kind != 'topup' AND NOT is_bot AND NOT is_staff) AS paid,
       (SELECT sum(gross_kopecks) FROM mart_sales_hourly) AS sold`,
    { settings },
  );
  return { events, counted, typed, played, paid, sold };
}

/** Refused events by reason; one that was refused twice is one. */
export async function inDeadLetters(url, source) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      'SELECT reason, count(DISTINCT event_id)::int AS events FROM admin.dead_letters WHERE source = $1 GROUP BY reason',
      [source],
    );
    return Object.fromEntries(rows.map(({ reason, events }) => [reason, events]));
  } finally {
    await client.end();
  }
}

export async function probesFound(warehouse, source) {
  return rowsSoFar(warehouse, probesOf(source));
}
