import { Progress } from '../setup/progress.mjs';
import { endRunningPrograms } from '../setup/run-program.mjs';
import { runSteps } from '../setup/run-steps.mjs';
import { withSetupLock } from '../setup/setup-lock.mjs';
import { installSystemPackages, missingOn, requireInstallable } from '../setup/system-packages.mjs';

/** The browser that tests and pictures of the console need, installed unless it is there; nobody needs it to start. */
export async function browser() {
  const missing = missingOn(['browser']);
  if (missing.length === 0) return 0;
  requireInstallable(missing);
  const progress = new Progress({ total: 1 });
  const step = { title: 'browser', run: () => installSystemPackages(missing), onFailure: endRunningPrograms };
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
