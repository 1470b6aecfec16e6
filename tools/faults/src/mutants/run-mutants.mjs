import { runJest } from '../runner/jest.mjs';
import { keepMutants } from '../runner/results.mjs';
import { specStores } from '../product/spec-stores.mjs';
import { copyWorkspace, patch } from './copy.mjs';
import { MUTANTS } from './mutants.mjs';

/** Each suite must pass as it is, and fail with the defect in: a suite that fails anyway kills nothing. */
export async function runMutants(say) {
  const copy = copyWorkspace();
  const stores = await specStores();
  const killed = [];
  try {
    for (const mutant of MUTANTS) {
      const before = await suiteOf(mutant, copy.place, stores);
      await patch(copy.place, mutant.name);
      const after = await suiteOf(mutant, copy.place, stores);
      await patch(copy.place, mutant.name, { reverse: true });
      const isKilled = before.passed > 0 && before.failed === 0 && after.failed > 0 && after.broken === 0;
      if (isKilled) killed.push(mutant.name);
      say(`${isKilled ? 'killed  ' : 'SURVIVED'}  ${mutant.name}: ${mutant.what}`);
      say(`  ${mutant.suite}: ${told(before)} as it is, ${told(after)} with the defect`);
    }
  } finally {
    await stores.stop();
    copy.remove();
  }
  keepMutants({ planted: MUTANTS.map(({ name }) => name), killed });
  say(`${killed.length} of ${MUTANTS.length} mutants killed`);
  return killed.length === MUTANTS.length;
}

const told = ({ passed, failed, broken }) => `${passed} passed, ${failed} failed${broken > 0 ? ', did not load' : ''}`;

const suiteOf = ({ project, suite, test }, place, stores) =>
  runJest({ root: place, project, suite, names: test === undefined ? [] : [test], state: stores.state });
