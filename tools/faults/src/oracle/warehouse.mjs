import { differenceOf, unequal } from './differences.mjs';

const quoted = (texts) => texts.map((text) => `'${text}'`).join(', ');

/** I3 to I6: facts once, money to the kopeck, marts as the facts say, sessions as they were. */
export async function warehouse({ stores, data }) {
  return [
    ...(await facts(stores, data)),
    ...(await money(stores, data)),
    ...(await marts(stores, data)),
    ...(await sessions(stores, data)),
  ];
}

async function facts(stores, { source, truth }) {
  const rows = await stores.warehouse(`SELECT id FROM events WHERE source = '${source}' FORMAT JSON`);
  const ids = new Set(rows.map(({ id }) => id));
  return [
    ...differenceOf('I3', 'the warehouse', new Set(truth.ids.keys()), ids),
    ...unequal('I3', 'rows of facts beside distinct events', ids.size, rows.length),
  ];
}

async function money(stores, { source, truth }) {
  const [row] = await stores.warehouse(
    `SELECT toString(sum(gross_kopecks)) AS gross, uniqExact(transaction_id) AS orders, count() AS lines FROM revenue_ledger WHERE source = '${source}'`,
  );
  return [
    ...unequal('I4', 'the sum of payments in kopecks', truth.grossKopecks, row.gross),
    ...unequal('I4', 'the number of payments', truth.orders, row.orders),
    ...unequal('I4', 'lines of payments', truth.orders, row.lines),
  ];
}

/** A row has games of its own, so what a mart says about them is of this row alone. */
async function marts(stores, { games }) {
  const of = quoted(games);
  const found = [];
  for (const [name, mart, fact] of [
    [
      'events by hour',
      `SELECT sum(events) AS n FROM mart_events_hourly WHERE game_id IN (${of})`,
      `SELECT count() AS n FROM events WHERE game_id IN (${of})`,
    ],
    [
      'sales by hour',
      `SELECT (sum(gross_kopecks), sum(units), uniqExactMerge(orders), groupBitmapMerge(payers)) AS n FROM mart_sales_hourly WHERE game_id IN (${of})`,
      `SELECT (sum(gross_kopecks), sum(quantity), uniqExact(transaction_id), uniqExact(user_no)) AS n FROM revenue_ledger WHERE game_id IN (${of})`,
    ],
    [
      'activity of games by hour',
      `SELECT (groupBitmapMerge(people), sum(acts)) AS n FROM mart_game_activity_hourly WHERE game_id IN (${of})`,
      `SELECT (uniqExact(user_no), count()) AS n FROM (
         SELECT user_no FROM events WHERE game_id IN (${of}) AND is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
         UNION ALL SELECT user_no FROM revenue_ledger WHERE game_id IN (${of}) AND entry = 'purchase' AND user_no != 0 AND NOT is_bot AND NOT is_staff)`,
    ],
  ]) {
    const [[inMart], [inFacts]] = [await stores.warehouse(mart), await stores.warehouse(fact)];
    found.push(...unequal('I5', `mart of ${name}`, JSON.stringify(inFacts.n), JSON.stringify(inMart.n)));
  }
  return found;
}

async function sessions(stores, { games, truth }) {
  const rows = await stores.warehouse(
    `SELECT session_id, toUnixTimestamp64Milli(started_at) AS started, toUnixTimestamp64Milli(ended_at) AS ended
     FROM fact_game_sessions FINAL WHERE game_id IN (${quoted(games)})`,
  );
  const textOf = (id, started, ended) => `${id} from ${started} to ${ended ?? 'open'}`;
  return differenceOf(
    'I6',
    'sessions',
    new Set([...truth.sessions].map(([id, { started, ended }]) => textOf(id, started, ended))),
    new Set(rows.map(({ session_id: id, started, ended }) => textOf(id, started, ended))),
  ).concat(unequal('I6', 'rows of sessions', truth.sessions.size, rows.length));
}
