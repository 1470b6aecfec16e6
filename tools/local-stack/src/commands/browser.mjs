import { oneStep } from '../setup/one-step.mjs';
import { installSystemPackages, missingOn, requireInstallable } from '../setup/system-packages.mjs';

/** The browser that tests and pictures of the console need, installed unless it is there; nobody needs it to start. */
export async function browser() {
  const missing = missingOn(['browser']);
  if (missing.length === 0) return 0;
  requireInstallable(missing);
  await oneStep({ title: 'browser', run: () => installSystemPackages(missing) });
  return 0;
}
