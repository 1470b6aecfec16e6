// How many refused events a second are replayed to their verdict, and what live events wait meanwhile beside what they wait without
// it. On a product of its own: events of a type that nobody registered, then its schema, then one replay at the highest rate.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { loaded, ownStack, stateOf } from '../src/queries/beside.mjs';

const EVENTS = Number(process.env.BENCH_REPLAY_EVENTS ?? 20_000);
const LIVE_RATE = 100;
const LIVE_SECONDS = 20;
const FASTEST = 5_000;
const BATCH = 500;
const PATIENCE_MS = 600_000;
const TYPE = 'com.platform.bench.replayed.v1';
const SCHEMA = {
  type: 'object',
  description: 'Somebody got on.',
  required: ['level'],
  properties: { level: { type: 'integer', description: 'The level.' } },
};

const asked = async (state, method, route, body) => {
  const { services, credentials } = state;
  const answer = await fetch(`${services.admin.url}/api/v1/analytics/admin${route}`, {
    method,
    headers: { authorization: `Bearer ${credentials.tokens.platform_admin}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text).data;
};

async function until(look) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(500)) if (await look()) return;
  throw new Error('it did not come in time');
}

async function parked(state) {
  const { services, credentials } = state;
  const event = (level) => ({
    ...{ specversion: '1.0', id: randomUUID(), source: '/bench/replay', type: TYPE, time: new Date().toISOString() },
    data: { level },
  });
  for (let from = 0; from < EVENTS; from += BATCH) {
    const answer = await fetch(`${services.ingestion.url}/api/v1/analytics/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-write-key': credentials.writeKey },
      body: JSON.stringify(Array.from({ length: Math.min(BATCH, EVENTS - from) }, (_, at) => event(at))),
    });
    // Nothing of it is accepted.
    if (answer.status !== 422) throw new Error(`ingestion answered ${answer.status}`);
    await answer.arrayBuffer();
  }
  await until(async () => ((await asked(state, 'GET', `/dlq/summary?type=${TYPE}`))[0]?.count ?? 0) === EVENTS);
}

const live = (dataDir) =>
  loaded(dataDir, [
    ...['--via', 'http', '--rate', String(LIVE_RATE), '--events', String(LIVE_RATE * LIVE_SECONDS)],
    ...['--duplicates', '0', '--invalid', '0', '--late', '0', '--seed', String(Date.now() % 1_000_000)],
  ]).then(({ delay_ms: delay }) => delay);

async function replayed(state) {
  const wanted = { filter: { type: TYPE }, rate_limit_per_second: FASTEST };
  const { id } = await asked(state, 'POST', '/dlq/replays', wanted);
  let seen;
  await until(async () => {
    seen = await asked(state, 'GET', `/dlq/replays/${id}`);
    return seen.finished_at !== null;
  });
  if (seen.succeeded !== EVENTS) throw new Error(`${seen.status}: ${seen.succeeded} of ${EVENTS} came in`);
  return (1_000 * EVENTS) / (Date.parse(seen.finished_at) - Date.parse(seen.started_at));
}

async function measured() {
  const stack = await ownStack();
  try {
    const state = stateOf(stack.dataDir);
    await parked(state);
    await asked(state, 'POST', `/schemas/${TYPE}/versions`, { schema: SCHEMA, owner: 'bench', mode: 'reject' });
    // Active everywhere.
    await sleep(6_000);
    const alone = await live(stack.dataDir);
    const [beside, perSecond] = await Promise.all([live(stack.dataDir), replayed(state)]);
    const notes = [
      `${EVENTS} records (BENCH_REPLAY_EVENTS), ${Math.round(perSecond)} a second from the first to the last verdict, asked for ${FASTEST}`,
      `live at ${LIVE_RATE}/s over HTTP, sent to stored: p50 ${alone.p50} and p95 ${alone.p95} ms without, p50 ${beside.p50} and p95 ${beside.p95} ms beside the replay`,
    ];
    return { perSecond, slower: beside.p95 / alone.p95, notes };
  } finally {
    await stack.stop();
  }
}

let run;
const once = () => (run ??= measured());

export const rows = [
  {
    id: 'replay',
    what: 'refused events replayed to their verdict, a second',
    atLeast: true,
    goal: [1_000],
    onlyWhenAsked: true,
    measure: async () => ({ value: [(await once()).perSecond], notes: (await once()).notes }),
  },
  {
    id: 'replay-live',
    what: 'delay of live events beside a replay ÷ without, p95',
    unit: '×',
    goal: [2],
    onlyWhenAsked: true,
    measure: async () => ({ value: [(await once()).slower] }),
  },
];
