/** What one runner counted. */
export const totals = (passed = 0, failed = 0, skipped = 0) => ({ passed, failed, skipped });

export const sum = (parts) =>
  parts.reduce(
    (all, part) => totals(all.passed + part.passed, all.failed + part.failed, all.skipped + part.skipped),
    totals(),
  );

/** The one line everybody reads: nothing is printed after it. */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** A run that tested nothing proves nothing, so it is no success either. */
export const exitCode = ({ passed, failed }) => (failed > 0 || passed === 0 ? 1 : 0);

/** Counts of a runner that said nothing, or that ended badly without naming a failure: one failed. */
export function believed(counted, { code, timedOut = false }) {
  if (counted === undefined) return totals(0, 1, 0);
  if ((code !== 0 || timedOut) && counted.failed === 0) return totals(counted.passed, 1, counted.skipped);
  return counted;
}

/** A jest result: tests, and suites that did not even load. */
export const ofJest = (result) =>
  totals(
    result.numPassedTests,
    result.numFailedTests + result.numRuntimeErrorTestSuites,
    result.numPendingTests + result.numTodoTests,
  );
