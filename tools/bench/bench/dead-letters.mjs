// How long operators wait for what they look for among very many dead letters: every combination of filters that match much, little
// and nothing, the first page and one from the middle. The rows are made inside the server, not sent: it is about search alone.
import { createRequire } from 'node:module';
import { COMMON, filledIndex, RARE, STRANGERS } from './filled-index.server.mjs';

const require = createRequire(import.meta.url);
const { DeadLettersStore } = require('@analytics/infra-postgres');

const RECORDS = Number(process.env.BENCH_DEAD_LETTERS ?? 1_000_000);
const PAGE = 50;
const DAY_MS = 86_400_000;
const MIDDLE = { firstSeenAt: new Date(Date.now() - 45 * DAY_MS), id: 'f'.repeat(64) };
const say = (text) => process.stdout.write(`${text}\n`);

const p95 = (times) => [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1];

/** Each of the filters left out or with each of its values, all with all. */
function combinations() {
  return Object.keys(COMMON).reduce(
    (made, name) => {
      const values = [undefined, COMMON[name], RARE[name], STRANGERS[name]].filter((value, at) => at === 0 || value);
      return made.flatMap((filter) =>
        values.map((value) => (value === undefined ? filter : { ...filter, [name]: value })),
      );
    },
    [{}],
  );
}

const WEEK = { from: new Date(Date.now() - 30 * DAY_MS), until: new Date(Date.now() - 23 * DAY_MS) };

function lists() {
  const filters = combinations();
  return [
    ...filters.map((filter) => ({ filter })),
    ...filters.map((filter) => ({ filter, place: MIDDLE })),
    ...filters.map((filter) => ({ filter: { ...filter, ...WEEK } })),
    ...['kind 7', 'member7', 'event 4711', 'nobody wrote this'].flatMap((text) =>
      [{}, { reason: COMMON.reason }, { status: 'open' }, { source: RARE.source }, WEEK].map((filter) => ({
        filter: { ...filter, text },
      })),
    ),
    ...['key 12', 'no such key'].map((key) => ({ filter: { keys: [key] } })),
  ];
}

const SUMMARIES = [
  [[], {}],
  [['reason', 'type'], {}],
  [['reason', 'type', 'source', 'stage', 'status'], {}],
  [['hour'], WEEK],
  [['reason'], { status: 'open', source: COMMON.source }],
];

/** The same store over a connection that remembers what was asked. */
function watched(postgres) {
  const asked = [];
  const query = (text, values) => {
    asked.push({ text, values });
    return postgres.query(text, values);
  };
  return { asked, store: new DeadLettersStore({ query }) };
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function readsAll(postgres, { text, values }) {
  const plan = await postgres.query(`EXPLAIN ${text}`, values);
  return plan.some((row) => /Seq Scan on dead_letters\b/.test(row['QUERY PLAN']));
}

const worst = (found) =>
  [...found]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 5)
    .map(({ name, ms }) => `${ms.toFixed(0)} ms ${name}`);

async function search() {
  say(`making ${RECORDS} dead letters inside PostgreSQL …`);
  const index = await filledIndex(RECORDS, say);
  try {
    const { asked, store } = watched(index.postgres);
    const found = [];
    for (const { filter, place } of lists()) {
      const ms = await timed(() => store.page(filter, place, PAGE));
      found.push({ ms, name: JSON.stringify({ ...filter, ...(place && { place: 'middle' }) }) });
    }
    const scans = [];
    for (const question of [...asked]) if (await readsAll(index.postgres, question)) scans.push(question);
    const sums = [];
    for (const [groups, filter] of SUMMARIES) {
      for (let round = 0; round < 4; round += 1) {
        sums.push({
          ms: await timed(() => store.summary(groups, filter, 1_000)),
          name: JSON.stringify({ groups, filter }),
        });
      }
    }
    return {
      value: [p95(found.map(({ ms }) => ms)), p95(sums.map(({ ms }) => ms)), scans.length],
      notes: [
        `${RECORDS} records made inside PostgreSQL (BENCH_DEAD_LETTERS), ${found.length} lists of ${PAGE}, ${sums.length} summaries`,
        `slowest lists: ${worst(found).join('; ')}`,
        `slowest summaries: ${worst(sums).join('; ')}`,
      ],
    };
  } finally {
    await index.stop();
  }
}

export const rows = [
  {
    id: 'dead-letters',
    what: 'search in dead letters, ms p95: lists, summaries; questions that read the whole table',
    goal: [500, 500, 0],
    onlyWhenAsked: true,
    measure: search,
  },
];
