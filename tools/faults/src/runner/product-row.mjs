import os from 'node:os';
import { dataSet, seeded } from '../load/data-set.mjs';
import { Senders } from '../load/senders.mjs';
import { positions, wentBack } from '../oracle/ledgers.mjs';
import { untilRight, violations } from '../oracle/oracle.mjs';
import { Stores } from '../oracle/stores.mjs';
import { Stage } from '../product/stage.mjs';
import { Watch } from '../product/watch.mjs';

const PACE_MS = 250;
/** How long a row is waited for; whether it was fast enough is said apart. */
const PATIENCE_MS = Number(process.env.FAULTS_PATIENCE_MS ?? 300_000);
const BOUND_MS = 60_000;
/** Processes that wait for a core, per core: beyond it the times say more about the machine than about the product. */
const BUSY = 1.5;
const INVARIANTS = 'I1 I2 I3 I4 I5 I6 I7 I9 I10 I11 I12 I13';

/** One row on the whole product: load, the fault in its middle, healing, and then everything must be as the truth says. */
export async function productRow(row, { product, seed, events }) {
  const stores = new Stores(product);
  const run = Date.now().toString(36);
  const data = dataSet({ row: row.id, run, seed, events: Math.max(events, row.leastEvents ?? 0), endMs: Date.now() });
  const context = { product, stores, data, since: new Date(Date.now() - 1_000) };
  const before = await positions(stores);
  const senders = new Senders(product, data, { paceMs: row.paceMs ?? PACE_MS });
  const stage = new Stage(product, senders, seeded(seed + 1));
  const watch = Watch.begin(product);
  const found = [];
  try {
    found.push(...(await broken(row, stage)));
    const healedAt = performance.now();
    await senders.done.catch((error) => found.push(`I1: ${error.message}`));
    const right = await untilRight(() => violations({ ...context, stage, settled: row.settled }), PATIENCE_MS);
    const recoveredMs = performance.now() - healedAt;
    await product.allReady().catch((error) => found.push(`I13: ${error.message}`));
    await watch.end();
    found.push(
      ...right.found,
      ...wentBack(before, await positions(stores)),
      ...answersOf(senders, row),
      ...watch.violations({ killed: stage.killed }),
      ...tooLate(row, recoveredMs),
    );
    return {
      verdict: found.length === 0 ? 'green' : 'red',
      found,
      notes: [...stage.notes, summaryOf(senders, data), watch.summary(), `${busyness().toFixed(1)} processes a core`],
      recoveredMs: Math.round(recoveredMs),
      invariants: INVARIANTS,
    };
  } finally {
    await watch.end();
  }
}

/** Does what the row does, and heals; says what was in the way of it. */
async function broken(row, stage) {
  try {
    await stage.reached(0.25);
    await row.inject(stage);
    return [];
  } catch (error) {
    return [`the fault could not be injected: ${error.message}`];
  } finally {
    await stage.heal();
  }
}

const busyness = () => os.loadavg()[0] / os.availableParallelism();

/** I11 is judged only where the machine had time for the product. */
const tooLate = ({ recoverMs = BOUND_MS }, tookMs) =>
  tookMs > recoverMs && busyness() < BUSY ? [`I11: right after ${Math.round(tookMs)} ms, bound ${recoverMs} ms`] : [];

function answersOf({ undeclared, wrongVerdicts, waitsMs }, { answerMs }) {
  const sorted = [...waitsMs].sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  return [
    ...(undeclared.length > 0
      ? [`I10: ${undeclared.length} undeclared answers of ingestion, first ${undeclared[0]}`]
      : []),
    ...(wrongVerdicts.length > 0 ? [`I7: ${wrongVerdicts.length} wrong verdicts, first ${wrongVerdicts[0]}`] : []),
    ...(answerMs !== undefined && p99 > answerMs && busyness() < BUSY
      ? [`I10: the slowest answers took ${Math.round(p99)} ms`]
      : []),
  ];
}

const summaryOf = ({ answers, rejected, sent }, { truth }) =>
  `${sent} events sent, ${truth.ids.size} of them good and different, ${rejected} refused at once; answers ${[
    ...answers,
  ]
    .map(([answer, times]) => `${answer}: ${times}`)
    .join(', ')}`;
