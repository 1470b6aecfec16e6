import { installPackages, packagesAreInstalled } from '../setup/npm-packages.mjs';
import { oneStep } from '../setup/one-step.mjs';

/** The npm packages of the lock file, installed unless they are there; silent when there is nothing to do. */
export async function packages() {
  if (packagesAreInstalled()) return 0;
  await oneStep({ title: 'npm packages', isDone: packagesAreInstalled, run: () => installPackages() });
  return 0;
}
