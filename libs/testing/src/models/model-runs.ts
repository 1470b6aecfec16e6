const IN_CI = 500;

/** How many random sequences a test against a model tries; `MODEL_RUNS` asks for more than CI has time for. */
export function modelRuns(env: NodeJS.ProcessEnv = process.env): number {
  const asked = Number(env['MODEL_RUNS'] ?? IN_CI);
  if (!Number.isSafeInteger(asked) || asked < 1) throw new RangeError('MODEL_RUNS must be a whole number of 1 or more');
  return asked;
}

/** All of these faults with `FAULTS=all`; the first of them where a test has to come to its end soon. */
export const faults = <T>(all: readonly T[], env: NodeJS.ProcessEnv = process.env): readonly T[] =>
  env['FAULTS'] === 'all' ? all : all.slice(0, 1);
