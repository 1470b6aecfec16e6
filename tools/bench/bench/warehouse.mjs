// What it costs to have each event in the warehouse once, beside a loop that only moves bytes; what the size of an insert costs; and
// whether a kill in the middle leaves each event there once. On stores of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchStack, cpuOf, ended, validatedEvents } from './warehouse.stack.server.mjs';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 60_000);
const ROUNDS = 3;
const APP = path.resolve(import.meta.dirname, '../../../apps/stream-processor');
const MAIN = path.join(APP, 'dist/main.js');
const SINK = 'stream-processor.warehouse';
const GROUPS = [SINK, 'stream-processor.derived', 'stream-processor.live'];

/** The service prints its log only; that it consumes is seen from its groups having members, so it is simply given a moment. */
const SETTLING_MS = 8_000;

const SIDES = {
  raw: { program: path.join(import.meta.dirname, 'raw-loop.server.mjs'), table: 'raw_loop', groups: [] },
  sink: { program: path.join(APP, 'bench/sink-alone.server.mjs'), table: 'events', groups: [SINK] },
  whole: { main: true, table: 'events', groups: GROUPS },
};

async function startSide(stack, name, place) {
  const { program, main } = SIDES[name];
  const env = { ...place.env, TOPIC: place.topic, DATABASE: place.database };
  if (!main) return stack.program([program], env);
  return spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
}

/** Processor time per event of the program and of the engine, from an idle start to the last event settled. */
async function measured(stack, name, place, sent) {
  const child = await startSide(stack, name, place);
  await sleep(SETTLING_MS);
  const engine = stack.stores.clickhouse.pid;
  const before = [cpuOf(child.pid), cpuOf(engine)];
  await stack.send(place.topic, validatedEvents(EVENTS));
  await stack.untilRows(place.database, SIDES[name].table, sent + EVENTS);
  if (SIDES[name].groups.length > 0) await stack.untilSettled(place, SIDES[name].groups);
  const after = [cpuOf(child.pid), cpuOf(engine)];
  await ended(child);
  return { program: (after[0] - before[0]) / EVENTS, engine: (after[1] - before[1]) / EVENTS };
}

const sum = ({ program, engine }) => program + engine;

async function besideRaw({ median }) {
  const stack = await BenchStack.start();
  try {
    const names = Object.keys(SIDES);
    const places = {};
    for (const name of names) places[name] = await stack.place(`bench_${name}`);
    const found = Object.fromEntries(names.map((name) => [name, []]));
    // The first round warms the engine and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const name of round % 2 === 0 ? names : [...names].reverse()) {
        const cost = await measured(stack, name, places[name], round * EVENTS);
        if (round > 0) found[name].push(cost);
      }
    }
    const of = (name, part) => median(found[name].map(part));
    const told = names.map((name) => {
      const parts = [of(name, ({ program }) => program), of(name, ({ engine }) => engine)];
      return `${name}: ${parts[0].toFixed(1)} µs program + ${parts[1].toFixed(1)} µs engine per event`;
    });
    const floor = of('raw', sum);
    const notes = [...told, `the sink by itself ÷ the raw loop: ${(of('sink', sum) / floor).toFixed(2)}`];
    return { value: [of('whole', sum) / floor], notes };
  } finally {
    await stack.stop();
  }
}

async function insertSizes({ median }) {
  const stack = await BenchStack.start();
  try {
    const { database } = await stack.place('bench_sizes');
    const engine = stack.stores.clickhouse.pid;
    const rows = 200_000;
    const cost = async (size, table) => {
      await stack.query(database, `CREATE TABLE ${table} AS events`);
      const before = cpuOf(engine);
      for (let from = 0; from < rows; from += size) {
        await stack.query(
          database,
          `INSERT INTO ${table} (event_type, source, id, effective_at, occurred_at, received_at, schema_version, user_no, data, _kt, _kp, _ko)
           SELECT 'com.platform.catalog.game.viewed.v1', '/store', toString(cityHash64(number)), now64(3), now64(3), now64(3), 1, number % 20000,
             concat('{"gameId":"', toString(number % 300), '"}'), 't', 0, number FROM numbers(${from}, ${size}) SETTINGS max_threads = 1`,
        );
      }
      await stack.query(database, `OPTIMIZE TABLE ${table} FINAL`);
      return (cpuOf(engine) - before) / rows;
    };
    const small = [];
    const large = [];
    for (let round = 0; round < 5; round += 1) {
      small.push(await cost(10_000, `small_${round}`));
      large.push(await cost(100_000, `large_${round}`));
    }
    const notes = [
      `${median(small).toFixed(2)} µs per row by 10 000, ${median(large).toFixed(2)} by 100 000, merging included`,
    ];
    return { value: [median(small) / median(large)], notes };
  } finally {
    await stack.stop();
  }
}

async function killedAndRepeated() {
  const stack = await BenchStack.start();
  try {
    const place = await stack.place('bench_killed');
    const events = validatedEvents(EVENTS);
    const again = events.filter((_, index) => index % 20 === 0);
    await stack.send(place.topic, [...events, ...again]);
    for (let kills = 0; kills < 3; kills += 1) {
      const child = await startSide(stack, 'whole', place);
      await stack.untilRows(place.database, 'events', ((kills + 1) * EVENTS) / 5);
      await ended(child, 'SIGKILL');
    }
    const child = await startSide(stack, 'whole', place);
    await stack.untilRows(place.database, 'events', EVENTS);
    await stack.untilSettled(place, GROUPS);
    await ended(child);
    const [[stored, distinct]] = await stack.query(
      place.database,
      'SELECT toUInt32(count()), toUInt32(uniqExact(source, id)) FROM events',
    );
    const [[inMart]] = await stack.query(place.database, 'SELECT toUInt32(sum(events)) FROM mart_events_hourly');
    // Fewer is as wrong as more: the worse of the two ratios must be exactly one.
    const off = (count) => Math.max(count / EVENTS, EVENTS / count);
    const notes = [
      `${stored} rows, ${inMart} in the mart, ${distinct} identities of ${EVENTS} sent, 3 kills, 5 % sent again`,
    ];
    return { value: [off(stored), off(inMart)], notes };
  } finally {
    await stack.stop();
  }
}

export const rows = [
  {
    id: 'R1',
    what: 'stream processor (sink, derived, live) ÷ raw consume and insert of the same bytes, engine included',
    unit: '×',
    goal: [1.5],
    measure: besideRaw,
  },
  {
    id: 'R7',
    what: 'insert and merge by 10 000 rows ÷ by 100 000, engine',
    unit: '×',
    goal: [2],
    measure: insertSizes,
  },
  {
    id: 'R8',
    what: 'rows ÷ distinct events after kills and repeats: facts, mart',
    goal: [1, 1],
    measure: killedAndRepeated,
  },
];
