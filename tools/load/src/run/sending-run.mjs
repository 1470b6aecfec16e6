import { pidsOf, readStack, requireWhole } from '../stack/stack-state.mjs';
import { Warehouse } from '../stack/warehouse.mjs';
import { senderOf, TOPICS } from '../senders/sender.mjs';
import { Senders } from '../senders/senders.mjs';
import { Probes, quantile } from '../watching/probes.mjs';
import { Stages } from '../watching/stages.mjs';
import { judged, untilStored } from '../oracle/settling.mjs';
import { isExact, verdictLines } from '../oracle/verdict.mjs';
import { lineOf, liveTable, stagesTable } from './live-table.mjs';

const IN_FLIGHT = { http: 4, kafka: 3 };
const LOOK_MS = 1_000;
/** Programs of ours, in contrast to the stores. */
const OWN = ['ingestion', 'stream-processor', 'pipeline-worker', 'admin', 'query-api', 'console'];

/** Where the stores of a stack are asked. */
export function storesOf(state, source) {
  return { warehouse: new Warehouse(state.stores), postgresUrl: state.stores.postgres.url, source };
}

function planOf(options, startedAt) {
  const { events, block, seed, duplicates, invalid, late, rate, ramp } = options;
  const source = `/load/${startedAt.toString(36)}-${seed}`;
  return { events, block, seed, source, startedAt, duplicates, invalid, late, rate, ramp };
}

/** Sends, watches, waits until all is stored, and compares. Ctrl-C ends the sending; what was acknowledged is still compared. */
export async function sendingRun(options, out, interrupted) {
  const state = readStack(options.dataDir);
  requireWhole(state);
  const stack = {
    ingestionUrl: state.services.ingestion.url,
    writeKey: state.credentials.writeKey,
    brokers: state.stores.kafka.brokers,
  };
  const probeSender = senderOf(options.via, stack, { connections: 1 });
  await probeSender.prepare(TOPICS);
  await probeSender.connect();
  const plan = planOf(options, Date.now());
  const stores = storesOf(state, plan.source);
  const stages = new Stages(() => pidsOf(readStack(options.dataDir)));
  const { workers, via } = options;
  const senders = new Senders({ plan, via, workers, inFlight: IN_FLIGHT[via], stack });
  const probes = new Probes({ sender: probeSender, warehouse: stores.warehouse, source: plan.source });
  interrupted(() => senders.stop());
  const watched = { stored: undefined };
  const looking = setInterval(() => stages.look(), LOOK_MS);
  const seconds = () => (Date.now() - plan.startedAt) / 1_000;
  const stopTable = liveTable(out, (whole) => [
    lineOf({ seconds: seconds(), senders, stored: watched.stored, probes }),
    ...(whole ? stagesTable(stages.told(), senders.tally.total, seconds()) : []),
  ]);
  try {
    await senders.done;
    const sendingSeconds = seconds();
    const expected = senders.tally.distinct;
    const tell = (rows) => (watched.stored = rows);
    const { at } = await untilStored({ warehouse: stores.warehouse, source: plan.source, expected, tell });
    const storedSeconds = Math.max(sendingSeconds, (at - plan.startedAt) / 1_000);
    await probes.end();
    stages.look();
    return { options, plan, senders, probes, stages: stages.told(), sendingSeconds, storedSeconds, stores };
  } finally {
    clearInterval(looking);
    stopTable();
    await probeSender.close();
  }
}

/** What the stores have to say, as the result file keeps it. */
export function expectedOf({ plan, senders, probes }) {
  const { tally, taken, again } = senders;
  return { source: plan.source, tally: { ...tally }, taken, again, probes: probes.acknowledged };
}

export async function resultOf(run, out) {
  const { options, plan, senders, probes, stages, sendingSeconds, storedSeconds } = run;
  const expected = expectedOf(run);
  const acknowledged = senders.tally.total;
  const perEvent = (names) =>
    (stages.filter(({ name }) => names(name)).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) * 1e6) /
    acknowledged;
  const own = perEvent((name) => OWN.includes(name));
  const result = {
    ...{
      kind: 'load',
      via: options.via,
      events: options.events,
      rate: options.rate ?? null,
      seed: options.seed,
      started: new Date(plan.startedAt),
    },
    ...{ sent: senders.sent, acknowledged, rejected: senders.rejected, again: senders.again },
    ...{ sending_seconds: round(sendingSeconds), stored_seconds: round(storedSeconds) },
    ...{
      events_per_second: round(acknowledged / storedSeconds),
      sending_per_second: round(acknowledged / sendingSeconds),
    },
    cpu_us_per_event: { services: round(own), stack: round(perEvent(() => true)) },
    events_per_second_and_core: { services: round(1e6 / own), stack: round(1e6 / perEvent(() => true)) },
    delay_ms: { ...delaysOf(probes), probes: probes.delaysMs.length, lost: probes.lost },
    stages: stages.map(({ name, cpuSeconds, memoryMb }) => ({
      ...{ name, cpu_seconds: round(cpuSeconds), cpu_us_per_event: round((cpuSeconds * 1e6) / acknowledged) },
      memory_mb: memoryMb,
    })),
    ...{ surprises: senders.surprises, failures: senders.failures, expected },
  };
  out.write(`\n${stagesTable(stages, acknowledged, storedSeconds).join('\n')}\n\n${summaryOf(result)}\n`);
  if (!options.oracle) return { ...result, verdict: 'not asked' };
  out.write('\nAsking the stores …\n');
  const checks = await judged(expected, run.stores);
  return withVerdict(result, checks, out);
}

export function withVerdict(result, checks, out) {
  const faults = [...(result.failures ?? []), ...(result.surprises ?? [])];
  out.write(`${[...verdictLines(checks), ...faults.map((fault) => `  ! ${fault}`)].join('\n')}\n`);
  return { ...result, checks, verdict: isExact(checks) && faults.length === 0 ? 'exact' : 'not exact' };
}

const round = (value) => Number(value.toPrecision(4));

const delaysOf = ({ delaysMs }) => ({
  p50: quantile(delaysMs, 0.5) ?? null,
  p95: quantile(delaysMs, 0.95) ?? null,
  p99: quantile(delaysMs, 0.99) ?? null,
});

function summaryOf({
  acknowledged,
  events_per_second: speed,
  stored_seconds: seconds,
  cpu_us_per_event: cpu,
  ...rest
}) {
  const { services, stack } = rest.events_per_second_and_core;
  return [
    `${acknowledged} events in ${seconds} s from the first one sent to the last one stored: ${speed}/s`,
    `${cpu.services} µs of processor time an event in our services (${services}/s on a core), ${cpu.stack} µs with the stores (${stack}/s)`,
  ].join('\n');
}
