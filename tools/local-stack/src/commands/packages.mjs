import { installPackages, packagesAreInstalled } from '../setup/npm-packages.mjs';
import { Progress } from '../setup/progress.mjs';
import { endRunningPrograms } from '../setup/run-program.mjs';
import { runSteps } from '../setup/run-steps.mjs';
import { withSetupLock } from '../setup/setup-lock.mjs';

/** The npm packages of the lock file, installed unless they are there; silent when there is nothing to do. */
export async function packages() {
  if (packagesAreInstalled()) return 0;
  const progress = new Progress({ total: 1 });
  const step = {
    title: 'npm packages',
    isDone: packagesAreInstalled,
    run: () => installPackages(),
    onFailure: endRunningPrograms,
  };
  try {
    await withSetupLock(
      () => runSteps([step], progress),
      (text) => progress.say(text),
    );
    return 0;
  } finally {
    progress.end();
  }
}
