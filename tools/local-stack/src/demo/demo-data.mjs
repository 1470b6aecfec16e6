import { DEMO_DEVELOPER } from '../identity/tokens.mjs';
import { readJson, writeJson } from '../system/json-file.mjs';
import { Refusal } from '../system/refusal.mjs';
import { runTool } from '../supervisor/one-shot.mjs';
import { DEMO_SEED, DEMO_STAFF, DEMO_USERS } from './cast.mjs';

const MINUTE_MS = 60_000;
/** The store's days are Moscow's, which keeps one offset all year. */
const MOSCOW_MS = 180 * MINUTE_MS;
/** The living store tells the time from here to now when it begins, so that the windows of the last minutes are not empty. */
const ENDS_BEFORE_NOW_MS = 20 * MINUTE_MS;

const stampOf = (data) => data.file('demo.json');

/** What the demo store of a data directory is made from. Fixed the first time: told again later it is still the same store. */
export function demoPlan(data, users = DEMO_USERS) {
  const known = readJson(stampOf(data))?.plan;
  if (known !== undefined) return known;
  const until = new Date(Math.floor((Date.now() - ENDS_BEFORE_NOW_MS) / MINUTE_MS) * MINUTE_MS).toISOString();
  const plan = { seed: DEMO_SEED, users, until };
  writeJson(stampOf(data), { plan });
  return plan;
}

export const isDemoLoaded = (data) => readJson(stampOf(data))?.loaded !== undefined;

/** What a newcomer finds, in a sentence; undefined while there is nothing. */
export function demoSummary(data) {
  const { plan, loaded, events, users } = readJson(stampOf(data)) ?? {};
  if (loaded === undefined) return undefined;
  const day = new Date(Date.parse(plan.until) + MOSCOW_MS).toISOString().slice(0, 10);
  return `Demo data: ${events} events of ${users} accounts, counted, 60 days up to ${day}; what is in it: tools/seed/README.md`;
}

/** How the seed tool is told of a plan. */
export const demoFlags = ({ seed, users, until }) => [
  ...['--seed', String(seed), '--users', String(users), '--until', until],
  ...['--developer', DEMO_DEVELOPER, '--staff', DEMO_STAFF.join(',')],
];

/** Sends the demo store through ingestion and waits until it is counted; the line that says how far it is goes to `onLine`. */
export async function loadDemo(data, { services, writeKey, users, onLine }) {
  const plan = demoPlan(data, users);
  const metrics = ['ingestion', 'stream-processor'].flatMap((name) => ['--metrics-url', services[name].managementUrl]);
  const answers = data.file('demo-answers.json');
  const output = await runTool(
    'seed',
    ['demo', '--url', services.ingestion.url, ...metrics, '--answers', answers, ...demoFlags(plan)],
    {
      env: { WRITE_KEY: writeKey },
      owner: data.owner,
      logFile: data.file('logs', 'seed-demo.log'),
      onText: (text) => onLine(text.trim().split('\n').at(-1)),
    },
  );
  const sent = JSON.parse(output.split('\n').findLast((line) => line.startsWith('{')));
  writeJson(stampOf(data), { plan, loaded: new Date().toISOString(), ...sent });
  return sent;
}

export function requireSameUsers(data, users) {
  const known = readJson(stampOf(data))?.plan;
  if (known !== undefined && users !== undefined && known.users !== users) {
    throw new Refusal(
      `The demo store of ${data.root} has ${known.users} accounts: say \`npm run reset\` to make another one.`,
    );
  }
}
