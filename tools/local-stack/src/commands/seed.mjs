import { isDemoLoaded, loadDemo, requireSameUsers } from '../demo/demo-data.mjs';
import { readState } from '../supervisor/records.mjs';
import { Refusal } from '../system/refusal.mjs';
import { Progress } from '../setup/progress.mjs';
import { dataOf } from './data-flag.mjs';

const STEP = 'demo data';

/** Loads the demo store into a stack that runs; one that is there already stays as it is, also when it is sent again. */
export async function seed({ values }) {
  const data = dataOf(values);
  const state = readState(data);
  if (state?.credentials.writeKey === undefined) {
    throw new Refusal(
      `No product runs from ${data.root}: say \`npm start -- --no-demo\` first, or \`npm start\`, which loads the demo data itself.`,
    );
  }
  const users = usersOf(values.users);
  requireSameUsers(data, users);
  if (isDemoLoaded(data) && values.again !== true) {
    process.stdout.write(`The demo data is there already; \`--again\` sends it once more, which changes nothing.\n`);
    return 0;
  }
  const progress = new Progress({ total: 1 });
  progress.begin(STEP);
  try {
    const { services, credentials } = state;
    const onLine = (line) => progress.tell(STEP, line);
    const { events, users: people } = await loadDemo(data, { services, writeKey: credentials.writeKey, users, onLine });
    progress.finish(STEP);
    process.stdout.write(`${events} events of ${people} accounts are counted.\n`);
    return 0;
  } finally {
    progress.end();
  }
}

function usersOf(text) {
  if (text === undefined) return undefined;
  const users = Number(text);
  if (Number.isInteger(users) && users >= 100 && users <= 1_000_000) return users;
  throw new Refusal(`--users takes a whole number from 100 to 1000000, not "${text}".`);
}
