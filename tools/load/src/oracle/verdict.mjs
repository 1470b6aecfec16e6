const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const check = (name, expected, found, holds = equal(expected, found)) => ({ name, expected, found, holds });

const rubles = (kopecks) => {
  const text = String(kopecks).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
};

const keysOf = (...objects) => [...new Set(objects.flatMap((object) => Object.keys(object)))].sort();

/** One check for each thing that must be as it was sent: nothing is rounded, nothing is about right. */
export function checksOf({ tally, taken, probes }, { warehouse, lake, letters, marts, probesFound }) {
  return [
    check('warehouse: rows', tally.distinct, warehouse.rows),
    check('warehouse: different events', tally.distinct, warehouse.distinct),
    check('warehouse: xor of numbers', tally.xor, warehouse.xor),
    ...keysOf(tally.types, warehouse.types).map((type) =>
      check(`warehouse: ${type}`, tally.types[type] ?? 0, warehouse.types[type] ?? 0),
    ),
    ...keysOf(tally.money).map((name) =>
      check(`ledger: ${name}, roubles`, rubles(tally.money[name]), rubles(warehouse.money[name])),
    ),
    check('lake: different events', tally.distinct, lake.distinct),
    check('lake: xor of numbers', tally.xor, lake.xor),
    ...lakeRows({ tally, taken }, lake),
    ...keysOf(tally.reasons, letters).map((reason) =>
      check(`dead letters: ${reason}`, tally.reasons[reason] ?? 0, letters[reason] ?? 0),
    ),
    sumOfAll(tally, { warehouse, letters }),
    check('probes: in the warehouse', probes, probesFound),
    check('marts: events counted as there are facts', marts.events, marts.counted),
    check('marts: events counted by type as there are facts', marts.events, marts.typed),
    check('marts: events counted by game as there are facts', marts.events, marts.played),
    check('marts: sales as in the ledger, roubles', rubles(marts.paid), rubles(marts.sold)),
  ];
}

/**
 * The lake takes what is in the clean topic, each record once. An event may be there more than once: those sent again, and those a
 * consumer of ours handled again after a wait. The warehouse drops the repeats, so this is no loss and told apart.
 */
function lakeRows({ tally, taken = tally.distinct + tally.duplicates }, lake) {
  const repeats = lake.rows - taken;
  return [
    check('lake: rows = records of the clean topic', lake.records, lake.rows),
    check(
      repeats > 0 ? `lake: at least what was taken (${repeats} came again on the way)` : 'lake: rows = events taken',
      taken,
      lake.rows,
      repeats >= 0,
    ),
  ];
}

/** Acknowledged and answered events, each in exactly one place. */
function sumOfAll(tally, { warehouse, letters }) {
  const refused = Object.values(letters).reduce((sum, count) => sum + count, 0);
  const all = tally.distinct + tally.duplicates + tally.refused;
  return check('all events = warehouse + dead letters + duplicates', all, warehouse.rows + refused + tally.duplicates);
}

export const isExact = (checks) => checks.every(({ holds }) => holds);

const shown = (value) => (Array.isArray(value) ? value.join(' ') : String(value));

export function verdictLines(checks) {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, expected, found, holds }) => {
    const difference =
      typeof expected === 'number' && typeof found === 'number' ? ` (${signed(found - expected)})` : '';
    return `  ${holds ? '=' : '≠'} ${name.padEnd(width)}  ${shown(expected)}${holds ? '' : `, found ${shown(found)}${difference}`}`;
  });
  const wrong = checks.filter(({ holds }) => !holds).length;
  return [
    ...lines,
    wrong === 0
      ? 'EXACT: nothing lost, nothing doubled, nothing wrong.'
      : `NOT EXACT: ${wrong} of ${checks.length} checks differ.`,
  ];
}

const signed = (number) => (number > 0 ? `+${number}` : String(number));
