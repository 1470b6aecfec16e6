// What an answer costs the engine when it is read from marts, beside the same number counted from the facts; and what reading facts
// "each once" costs on months that are closed. Rows are made inside the engine, on stores of its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fill } from '../src/queries/beside.mjs';
import { BenchStack, cpuOf } from './warehouse.stack.server.mjs';

const require = createRequire(import.meta.url);
const { EVERYTHING, metricStatements, MetricQuestion, planOf } = require('@analytics/domain');
const { ClickHouse, ClickHouseConfig } = require('@analytics/infra-clickhouse');

const ROWS = Number(process.env.BENCH_ROWS ?? 5_000_000);
const ROUNDS = 5;
const DAY_MS = 86_400_000;
const END = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const PERIOD = { from: END - 31 * DAY_MS, until: END - DAY_MS };
const DATABASE = 'bench_answers';

const day = (instant) => new Date(instant).toISOString().slice(0, 10);
const instant = (ms) => `fromUnixTimestamp64Milli(${ms}, 'UTC')`;
const within = (column) => `${column} >= ${instant(PERIOD.from)} AND ${column} < ${instant(PERIOD.until)}`;
const ACTS = 'is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff';

/** The number of each day, from the facts: the way one would ask for it without marts. */
const RAW = {
  dau: `SELECT toDate(effective_at) AS day, uniqExact(user_no) AS value FROM (
      SELECT effective_at, user_no FROM events WHERE ${within('effective_at')} AND ${ACTS}
      UNION ALL SELECT effective_at, user_no FROM attributed_events WHERE ${within('effective_at')} AND ${ACTS}) GROUP BY day ORDER BY day`,
  game_page_views: `SELECT toDate(effective_at) AS day, count() AS value FROM events
      WHERE event_type = 'com.platform.catalog.game.viewed.v1' AND ${within('effective_at')} AND NOT is_bot AND NOT is_staff GROUP BY day ORDER BY day`,
  gross_revenue: `SELECT toDate(booked_at) AS day, sum(gross_kopecks) AS value FROM revenue_ledger
      WHERE entry = 'purchase' AND ${within('booked_at')} AND NOT is_bot AND NOT is_staff GROUP BY day ORDER BY day`,
};

/** Tables filled by `npm run load`, which is told of a stack that is this database; merges have ended before anything is measured. */
async function filled(stack) {
  await stack.place(DATABASE);
  const told = path.join(stack.folder, DATABASE);
  mkdirSync(told);
  const clickhouse = { ...stack.stores.clickhouse, database: DATABASE };
  writeFileSync(path.join(told, 'state.json'), JSON.stringify({ stores: { clickhouse } }), { mode: 0o600 });
  await fill(told, ROWS);
  for (const table of ['events', 'revenue_ledger', 'attributed_events', ...MARTS]) {
    await stack.query(DATABASE, `OPTIMIZE TABLE ${table} FINAL`);
  }
}
const MARTS = [
  ...['mart_activity_hourly', 'mart_platform_people_hourly', 'mart_events_hourly', 'mart_event_types_hourly'],
  ...['mart_country_people_hourly', 'mart_event_games_hourly', 'mart_sales_hourly'],
];
function clickhouseOf({ clickhouse }) {
  const { url, username, password } = clickhouse;
  return new ClickHouse(
    Object.assign(new ClickHouseConfig(), {
      hosts: [new URL(url).host],
      user: username,
      password,
      requestTimeoutMs: 60_000,
      database: DATABASE,
      pool: 'bench',
    }),
  );
}

/** Rows of days as text, from either side. */
function compiled(metric) {
  const question = MetricQuestion.of({
    ...{ metric, periodStart: day(PERIOD.from), periodEnd: day(PERIOD.until), granularity: 'day', timezone: 'UTC' },
  });
  return metricStatements(question.metric, planOf(question, EVERYTHING, new Date(END))).numerator;
}

const told = (rows) => rows.map(({ day: of, value }) => `${of} ${value}`).join('\n');

async function marts({ median }) {
  const stack = await BenchStack.start();
  const clickhouse = clickhouseOf(stack.stores);
  try {
    await filled(stack);
    const engine = stack.stores.clickhouse.pid;
    const sides = {
      mart: async (metric) => {
        const rows = await clickhouse.run(compiled(metric));
        const days = rows.filter(({ is_total: total }) => Number(total) === 0);
        return told(
          days
            .sort((a, b) => Number(a.bucket_ms) - Number(b.bucket_ms))
            .map(({ bucket_ms: ms, value }) => ({ day: day(Number(ms)), value })),
        );
      },
      raw: async (metric) =>
        told((await stack.query(DATABASE, RAW[metric])).map(([of, value]) => ({ day: of, value }))),
    };
    const ratios = [];
    const notes = [`${ROWS} events, the month of ${day(PERIOD.from)} by day`];
    for (const metric of Object.keys(RAW)) {
      const { answers, cpu } = await measured(sides, metric, { engine, median });
      if (answers.mart !== answers.raw) throw new Error(`${metric}: the mart and the facts say different things`);
      ratios.push(cpu.mart / cpu.raw);
      notes.push(
        `${metric}: ${(cpu.mart / 1_000).toFixed(1)} ms from the mart, ${(cpu.raw / 1_000).toFixed(1)} ms from the facts, equal answers`,
      );
    }
    return { value: ratios, notes };
  } finally {
    await clickhouse.onApplicationShutdown();
    await stack.stop();
  }
}

/** Engine time of both sides in turns; a tick of the clock is 10 ms, so each turn asks ten times. */
async function measured(sides, metric, { engine, median }) {
  const spent = { mart: [], raw: [] };
  const answers = {};
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of round % 2 === 0 ? ['mart', 'raw'] : ['raw', 'mart']) {
      const before = cpuOf(engine);
      for (let time = 0; time < ASKED; time += 1) answers[name] = await sides[name](metric);
      if (round > 0) spent[name].push((cpuOf(engine) - before) / ASKED);
    }
  }
  return { answers, cpu: { mart: median(spent.mart), raw: median(spent.raw) } };
}
const ASKED = 10;
/** With the setting every answer of the query API is asked with (`ANSWER_SETTINGS`). */
const AS_THE_PRODUCT_ASKS = 'SETTINGS do_not_merge_across_partitions_select_final = 1';

async function eachOnce({ median }) {
  const stack = await BenchStack.start();
  try {
    await filled(stack);
    const engine = stack.stores.clickhouse.pid;
    const closed = `toYYYYMM(effective_at) = ${day(END - 40 * DAY_MS)
      .slice(0, 7)
      .replace('-', '')}`;
    const question = (final) =>
      `SELECT count(), uniqExact(user_no) FROM events${final} WHERE ${closed} ${AS_THE_PRODUCT_ASKS}`;
    const side = (final) => async () => JSON.stringify(await stack.query(DATABASE, question(final)));
    const sides = { mart: side(` FINAL`), raw: side('') };
    const { answers, cpu } = await measured(sides, undefined, { engine, median });
    if (answers.mart !== answers.raw) throw new Error('FINAL and plain reading say different things');
    return {
      value: [cpu.mart / cpu.raw],
      notes: [
        `${(cpu.mart / 1_000).toFixed(1)} ms with FINAL, ${(cpu.raw / 1_000).toFixed(1)} ms without, one merged part a month`,
      ],
    };
  } finally {
    await stack.stop();
  }
}

export const rows = [
  {
    id: 'R9',
    what: 'an answer from marts ÷ the same from the facts, engine: people, events, money',
    unit: '×',
    goal: [0.1, 0.1, 0.1],
    measure: marts,
  },
  {
    id: 'R12',
    what: 'facts of a closed month with FINAL ÷ plain, engine',
    unit: '×',
    goal: [1.2],
    measure: eachOnce,
  },
];
