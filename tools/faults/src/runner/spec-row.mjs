import path from 'node:path';
import { runJest } from './jest.mjs';

/** Rows share specs; within a run of the command each is run once. */
const known = new Map();

export async function specRow({ specs }, { stack, say }) {
  const outcomes = [];
  for (const spec of specs) {
    const key = `${spec.file}\n${spec.name}`;
    if (!known.has(key)) known.set(key, await outcomeOf(spec, stack, say));
    outcomes.push(known.get(key));
  }
  const found = outcomes.flatMap((outcome) => outcome.found);
  return {
    verdict: found.length === 0 ? 'green' : 'red',
    found,
    notes: outcomes.map(({ note }) => note),
    invariants: 'those of the specs',
  };
}

async function outcomeOf({ file, name }, { state }, say) {
  say(`  ${file}: ${name} …`);
  const [project] = file.split('/src/');
  const { passed, failed, broken, message } = await runJest({ project, suite: path.basename(file), test: name, state });
  const note = `${passed} passed, ${failed} failed of ${path.basename(file)}: ${name}`;
  if (failed + broken > 0) return { note, found: [`${file}: ${message.slice(0, 1_500)}`] };
  return { note, found: passed > 0 ? [] : [`${file}: no test is named "${name}"`] };
}
