/**
 * What was promised, in the order of the report. Each looks for its figure in the results of the verbs; a promise without a
 * result is said to be not measured, never left out.
 */
const DELAY_GOAL_MS = 2_000;
const VOLUME_GOAL = 1_000_000;
const FLAT_MEMORY = 1.5;
const FLAT_EVENTS = 5_000_000;
const SOAK_MINUTES = 60;

const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;
const newest = (results, accepts) => results.filter(accepts).sort((a, b) => b.date.localeCompare(a.date))[0];

/** A small run says nothing of a million, whenever it was; without a large one the newest says how far it got. */
function loadVia(via, events, { load }) {
  const judged = load.filter(({ body }) => body.via === via && body.verdict !== undefined);
  return newest(judged, ({ body }) => body.events >= events) ?? newest(judged, () => true);
}

const exactLoad = (via, events) => ({
  requirement: `${events.toLocaleString('en')} events through ${via === 'http' ? 'HTTP' : 'Kafka'}, none lost, none doubled, sums to the kopeck`,
  command: `npm run load -- --via ${via} --events ${events}`,
  find: (results) => {
    const found = loadVia(via, events, results);
    return (
      found && {
        ...found,
        figure: `${found.body.events.toLocaleString('en')} events: ${found.body.verdict}`,
        holds: found.body.verdict === 'exact' && found.body.events >= events,
      }
    );
  },
});

const delay = {
  requirement: 'from acknowledged to countable, p95 at half of peak',
  goal: `≤ ${seconds(DELAY_GOAL_MS)}`,
  command: 'npm run load -- --via http --rate <half of the peak>',
  find: (results) => {
    const found = newest(results.load, ({ body }) => body.via === 'http' && body.rate > 0 && body.delay_ms?.p95 > 0);
    return (
      found && {
        ...found,
        figure: `p50 ${seconds(found.body.delay_ms.p50)}, p95 ${seconds(found.body.delay_ms.p95)}, p99 ${seconds(found.body.delay_ms.p99)} at ${found.body.rate} events/s`,
        holds: found.body.delay_ms.p95 <= DELAY_GOAL_MS,
      }
    );
  },
};

const memory = {
  requirement: 'memory of every process is bounded under load',
  goal: `${FLAT_EVENTS.toLocaleString('en')} events; at the end ≤ ${FLAT_MEMORY} × after the first fifth, or 300 MB`,
  command: `npm run load -- --via kafka --events ${FLAT_EVENTS}`,
  find: ({ load }) => {
    const measured = load.filter(({ body }) => body.stages?.length > 0);
    const found = newest(measured, ({ body }) => body.events >= FLAT_EVENTS) ?? newest(measured, () => true);
    if (found === undefined) return undefined;
    const { events, stages } = found.body;
    const flat = stages.every(({ memory_mb: mb }) => mb.last <= Math.max(300, mb.warm * FLAT_MEMORY));
    const spans = stages.map(({ name, memory_mb: mb }) => `${name} ${mb.warm} → ${mb.last} MB`);
    return {
      ...found,
      figure: `${events.toLocaleString('en')} events: ${spans.join(', ')}`,
      holds: flat && events >= FLAT_EVENTS,
    };
  },
};

const faults = {
  requirement: '0 lost, 0 doubled, 0 wrong in each of the 51 rows of the fault matrix',
  goal: '51 green',
  command: 'npm run faults -- --all',
  find: ({ faults: rows }) => {
    if (rows.length === 0) return undefined;
    const of = (verdict) => rows.filter(({ body }) => body.verdict === verdict).map(({ body }) => body.id);
    const [green, red, notRun] = [of('green'), of('red'), of('not run')];
    return {
      ...newest(rows, () => true),
      figure: `${green.length} green, ${red.length} red${red.length > 0 ? ` (${red.join(', ')})` : ''}, ${51 - green.length - red.length} not run${notRun.length > 0 ? ` (${notRun.join(', ')})` : ''}`,
      holds: green.length === 51,
    };
  },
};

const recovery = {
  requirement: 'right again after a fault of one process or store',
  goal: '≤ 60 s',
  command: 'npm run faults -- --all',
  find: ({ faults: rows }) => {
    const timed = rows.filter(({ body }) => body.verdict === 'green' && body.recoveredMs !== undefined);
    if (timed.length === 0) return undefined;
    const slowest = timed.reduce((most, one) => (one.body.recoveredMs > most.body.recoveredMs ? one : most));
    return {
      ...slowest,
      figure: `slowest ${slowest.body.id} after ${seconds(slowest.body.recoveredMs)}, of ${timed.length} rows`,
      holds: slowest.body.recoveredMs <= 60_000,
    };
  },
};

const mutants = {
  requirement: 'planted defects are noticed',
  goal: '5 of 5',
  command: 'npm run faults -- --mutants',
  find: ({ mutants: [found] }) =>
    found && {
      ...found,
      figure: `${found.body.killed.length} of ${found.body.planted.length}`,
      holds: found.body.killed.length === found.body.planted.length,
    },
};

const soak = {
  requirement: 'an hour at half of peak with a random fault each minute',
  goal: 'all invariants',
  command: 'npm run soak -- --minutes 60',
  find: ({ soak: results }) => {
    const found = newest(results, ({ body }) => body.verdict !== undefined);
    return (
      found && {
        ...found,
        figure: `${found.body.minutes} minutes at ${found.body.rate} events/s, ${found.body.faults.length} faults, stored ${found.body.exact}: ${found.body.verdict}`,
        holds: found.body.verdict === 'green' && found.body.minutes >= SOAK_MINUTES,
      }
    );
  },
};

/** Promises of the requirement documents that no verb of this repository measures. */
const WITHOUT_A_VERB = [
  'answers of metrics p95 < 500 ms, of reports < 2 s, at 50 M rows, by many callers at once',
  'availability of the API 99.9 % over a month',
  'PostgreSQL back in 2 h with at most 10 min lost; the warehouse back in 8 h',
  'loss of in-sync replicas, fail-over of ClickHouse replicas and Keeper, eviction by Kubernetes, loss of a region',
  'TLS and SASL against managed brokers',
].map((requirement) => ({ requirement, find: () => undefined }));

export const REQUIREMENTS = [
  exactLoad('http', VOLUME_GOAL),
  exactLoad('kafka', VOLUME_GOAL),
  delay,
  memory,
  faults,
  recovery,
  mutants,
  soak,
  ...WITHOUT_A_VERB,
];
