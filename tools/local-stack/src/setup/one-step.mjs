import { Progress } from './progress.mjs';
import { endRunningPrograms } from './run-program.mjs';
import { runSteps } from './run-steps.mjs';
import { withSetupLock } from './setup-lock.mjs';

/** Carries out a single step of the set-up, for a command that needs no more than it. */
export async function oneStep(step) {
  const progress = new Progress({ total: 1 });
  try {
    await withSetupLock(
      () => runSteps([{ ...step, onFailure: endRunningPrograms }], progress),
      (text) => progress.say(text),
    );
  } finally {
    progress.end();
  }
}
