import { parseArgs } from 'node:util';
import { cpuOf } from '../../bench/warehouse.stack.server.mjs';
import { median } from '../interleaved.mjs';
import { Asking } from './asking.mjs';
import { fill, loadBeside, ownStack, stateOf } from './beside.mjs';
import { plansOf, readingFacts } from './plans.mjs';
import { addressOf, nameOf, QUESTIONS } from './questions.mjs';

const FLAGS = {
  rows: { type: 'string', default: '1000000' },
  rate: { type: 'string', default: '500' },
  rounds: { type: 'string', default: '5' },
  'data-dir': { type: 'string' },
  plans: { type: 'boolean', default: false },
};
/** For the load to be under way. */
const SETTLING_MS = 5_000;
const GOALS = { fresh: 500, cached: 100 };

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1];
const round = (value) => Number(value.toPrecision(3));

/** Each question once more than it counts, every time about other days, so that no answer is one from before. */
async function fresh({ asking, engine, rounds }, zone) {
  const seen = QUESTIONS.map((question) => ({ question, name: nameOf(question), ms: [], cpuMs: [], failed: 0 }));
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const each of seen) {
      const { question, name, ms, cpuMs } = each;
      const before = cpuOf(engine);
      const answer = await asking.ask(addressOf(question, { shift: turn, zone }));
      if (turn === 0) continue;
      if (answer.cached) throw new Error(`an answer to "${name}" was one from before`);
      if (answer.failed) each.failed += 1;
      ms.push(answer.ms);
      cpuMs.push((cpuOf(engine) - before) / 1_000);
    }
  }
  return seen;
}

/** The same question again at once: an answer that is kept, unless what it rests on has moved meanwhile. */
async function kept({ asking, rounds }) {
  const found = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const question of QUESTIONS) {
      const address = addressOf(question, { shift: 10 + turn, zone: 'UTC' });
      await asking.ask(address);
      const { ms, cached } = await asking.ask(address);
      if (cached) found.push(ms);
    }
  }
  return found;
}

const row = (id, value, goal, what) => ({ id, value: [value], goal: [goal], unit: ' ms', what });

async function measured(asked, { dataDir, rate, say }) {
  say('asking while nothing comes in …');
  const alone = await fresh(asked, 'Europe/Moscow');
  say(`asking while ${rate} events a second come in …`);
  const endLoad = loadBeside(dataDir, rate);
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    return { alone, beside: await fresh(asked, 'UTC'), cached: await kept(asked) };
  } finally {
    await endLoad();
  }
}

function tableOfQuestions(alone, beside) {
  const lines = alone
    .map(({ name, ms, cpuMs }, at) => ({ name, quiet: median(ms), cpu: median(cpuMs), busy: median(beside[at].ms) }))
    .sort((a, b) => b.busy - a.busy)
    .map(
      ({ name, quiet, cpu, busy }) =>
        `  ${busy.toFixed(0).padStart(6)} ms beside the load, ${quiet.toFixed(0).padStart(6)} ms alone, engine ${cpu.toFixed(0).padStart(6)} ms  ${name}`,
    );
  return ['medians, the slowest first:', ...lines];
}

/** `npm run bench -- queries`: how long people wait for answers, over a warehouse of a size, while events come in. */
export async function measureQueries(argv, say) {
  const { values } = parseArgs({ args: argv, options: FLAGS });
  const [rows, rate, rounds] = [values.rows, values.rate, values.rounds].map((text) =>
    Number(text.replaceAll('_', '')),
  );
  const own = values['data-dir'] === undefined ? await ownStack() : undefined;
  const dataDir = own?.dataDir ?? values['data-dir'];
  try {
    if (own !== undefined && rows > 0) await fill(dataDir, rows);
    const state = stateOf(dataDir);
    const asking = new Asking(state);
    const plans = await plansOf(asking, QUESTIONS);
    const wrong = readingFacts(plans);
    for (const { name, tables } of values.plans ? plans : wrong) say(`${name}: ${tables.join(', ')}`);
    const plan = {
      id: 'queries-plans',
      value: [wrong.length],
      goal: [0],
      what: 'questions that read events though a mart answers them',
    };
    if (values.plans) return [plan];
    const asked = { asking, engine: state.stores.clickhouse.pid, rounds };
    return [plan, ...rowsOf(await measured(asked, { dataDir, rate, say }), rate, say)];
  } finally {
    await own?.stop();
  }
}

function rowsOf({ alone, beside, cached }, rate, say) {
  for (const line of tableOfQuestions(alone, beside)) say(line);
  const [quiet, busy] = [alone, beside].map((seen) => seen.flatMap(({ ms }) => ms));
  const told = `p50 ${round(quantile(busy, 0.5))} ms; alone p50 ${round(quantile(quiet, 0.5))} and p95 ${round(quantile(quiet, 0.95))} ms`;
  const failed = beside.reduce((sum, each) => sum + each.failed, 0);
  const of = `${cached.length} of ${busy.length} answers were kept`;
  return [
    {
      ...row('queries-failed', failed, 0, 'questions beside the load that were not answered in time'),
      unit: '',
    },
    {
      ...row('queries-p95', round(quantile(busy, 0.95)), GOALS.fresh, `answers, p95, beside ${rate} events a second`),
      notes: [told],
    },
    {
      ...row(
        'queries-cached-p95',
        round(quantile(cached, 0.95) ?? Infinity),
        GOALS.cached,
        'answers kept from before, p95',
      ),
      notes: [of],
    },
  ];
}
