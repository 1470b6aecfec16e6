// `npm run faults [-- F17 F20 | --group kafka | --smoke | --all | --list | --mutants]`: what breaks on purpose, and what is right after it.
import { readArguments } from './runner/arguments.mjs';
import { runMutants } from './mutants/run-mutants.mjs';
import { listing, machine, tableOf } from './runner/report.mjs';
import { keep, keepRow } from './runner/results.mjs';
import { runRows } from './runner/run-rows.mjs';
import { takeAllDown } from './product/standing.mjs';
import { GROUPS, ROWS } from './rows/catalogue.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

const asked = readArguments(process.argv.slice(2), { rows: ROWS, groups: GROUPS });
if (asked.refusal !== undefined) {
  say(asked.refusal);
  process.exit(2);
}
if (asked.list) {
  say(listing(ROWS));
  process.exit(0);
}
let ended = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (ended) return;
    ended = true;
    say('Ended: what was started is stopped, the row under way has no result.');
    await takeAllDown();
    process.exit(130);
  });
}
if (asked.mutants) {
  process.exit((await runMutants(say)) ? 0 : 1);
}
say(`${machine()}, seed ${asked.seed}, ${asked.events} events a row`);
const results = await runRows(asked.rows, {
  seed: asked.seed,
  events: asked.events,
  say,
  onResult: (row) => !ended && keepRow(row),
});
keep(results);
say(`\n${tableOf(results)}\n`);
const green = results.filter(({ verdict }) => verdict === 'green').length;
say(`${green} of ${results.length} green`);
process.exit(green === results.length ? 0 : 1);
