// `npm run soak -- --minutes 60`: the whole product for a long time, a fault each minute, and a verdict.
import path from 'node:path';
import { ROOT } from '../places.mjs';
import { ROWS } from '../rows/catalogue.mjs';
import { machine } from '../runner/report.mjs';
import { keepSoak } from '../runner/results.mjs';
import { readArguments } from './arguments.mjs';
import { soakReport } from './report.mjs';
import { EndedBeforeItBegan, soak } from './soak.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

const asked = readArguments(process.argv.slice(2));
if (asked.refusal !== undefined) {
  say(asked.refusal);
  process.exit(2);
}
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (!ending.signal.aborted) say('Ending: what is broken is healed, and what was acknowledged is compared.');
    ending.abort();
  });
}
say(machine());
let result;
try {
  result = await soak({ rows: ROWS, ...asked, say, signal: ending.signal });
} catch (error) {
  say(error instanceof EndedBeforeItBegan ? error.message : error.stack);
  process.exit(2);
}
const file = keepSoak({ ...result, seed: asked.seed, asked_minutes: asked.minutes });
say(`\n${soakReport(result)}\n\nWritten: ${path.relative(ROOT, file)}`);
process.exit(result.verdict === 'green' ? 0 : 1);
