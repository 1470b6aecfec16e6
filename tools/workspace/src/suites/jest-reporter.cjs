// One line per suite, the whole story of a failure, and the counts as JSON for the closing line.
const { writeFileSync } = require('node:fs');
const path = require('node:path');

const seconds = (from, to) => `${((to - from) / 1000).toFixed(1)} s`;

class LineReporter {
  constructor() {
    this.root = process.cwd();
    this.output = process.env['TEST_TOTALS_FILE'];
  }

  onTestResult(test, result) {
    const name = path.relative(this.root, test.path);
    const failed = result.numFailingTests > 0 || result.testExecError !== undefined;
    const skipped = result.numPendingTests + result.numTodoTests;
    const counts = `${result.numPassingTests} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    const time = seconds(result.perfStats.start, result.perfStats.end);
    process.stdout.write(`${failed ? 'FAIL' : 'pass'}  ${name}  (${counts}, ${time})\n`);
    if (failed) process.stdout.write(`${result.failureMessage ?? result.testExecError?.message}\n`);
    for (const entry of result.console ?? []) if (failed) process.stdout.write(`  console: ${entry.message}\n`);
  }

  onRunComplete(contexts, result) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = result;
    if (!this.output) return;
    writeFileSync(
      this.output,
      JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }),
    );
  }
}

module.exports = LineReporter;
