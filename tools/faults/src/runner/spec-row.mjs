import path from 'node:path';
import { runJest } from './jest.mjs';

/** Specs of many rows, each file of them run once: starting one on its stores takes longer than most tests of it. */
export class SpecRows {
  #files = new Map();

  constructor(rows, { stack, say }) {
    Object.assign(this, { rows, stack, say });
  }

  async outcomeOf({ specs }) {
    const outcomes = [];
    for (const { file, name } of specs) outcomes.push(outcomeIn(await this.#ran(file), { file, name }));
    const found = outcomes.flatMap((outcome) => outcome.found);
    return {
      verdict: found.length === 0 ? 'green' : 'red',
      found,
      notes: outcomes.map(({ note }) => note),
      invariants: 'those of the specs',
    };
  }

  async #ran(file) {
    if (!this.#files.has(file)) {
      const wanted = this.rows.flatMap(({ specs }) => specs).filter((spec) => spec.file === file);
      const names = [...new Set(wanted.map(({ name }) => name))];
      this.say(`  ${file}: ${names.join('; ')} …`);
      const [project] = file.split('/src/');
      const { state } = this.stack;
      this.#files.set(file, await runJest({ project, suite: path.basename(file), names, state }));
    }
    return this.#files.get(file);
  }
}

/** What became of those tests of a file that have these words in their names; one that did not run proves nothing. */
export function outcomeIn({ tests, broken, message }, { file, name }) {
  const own = tests.filter(({ fullName, status }) => fullName.includes(name) && status !== 'pending');
  const failed = own.filter(({ status }) => status !== 'passed');
  const note = `${own.length - failed.length} passed, ${failed.length} failed of ${path.basename(file)}: ${name}`;
  if (failed.length > 0) return { note, found: [`${file}: ${failed[0].failureMessages.join(' ').slice(0, 1_500)}`] };
  if (own.length > 0) return { note, found: [] };
  return { note, found: [broken > 0 ? `${file}: ${message.slice(0, 1_500)}` : `${file}: no test is named "${name}"`] };
}
