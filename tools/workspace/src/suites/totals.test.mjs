import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { believed, closingLine, exitCode, ofJest, sum, totals } from './totals.mjs';

describe('the closing line', () => {
  it('adds what every runner counted', () => {
    assert.equal(closingLine(sum([totals(3, 0, 1), totals(4, 2, 0)])), '7 passed, 2 failed, 1 skipped');
  });
  it('counts nothing as nothing', () => assert.equal(closingLine(sum([])), '0 passed, 0 failed, 0 skipped'));
  it('ends red when anything failed', () => assert.equal(exitCode(totals(100, 1, 0)), 1));
  it('ends red when nothing ran', () => assert.equal(exitCode(totals(0, 0, 5)), 1));
  it('ends green when all passed', () => assert.equal(exitCode(totals(1, 0, 0)), 0));
});

describe('what a runner says', () => {
  it('is one failure when it left no count', () => {
    assert.deepEqual(believed(undefined, { code: 0 }), totals(0, 1, 0));
  });
  it('is one failure more when it ended badly and named none', () => {
    assert.deepEqual(believed(totals(5, 0, 0), { code: 1 }), totals(5, 1, 0));
    assert.deepEqual(believed(totals(5, 0, 0), { code: 0, timedOut: true }), totals(5, 1, 0));
  });
  it('is taken as it is when it fits its exit code', () => {
    assert.deepEqual(believed(totals(5, 2, 1), { code: 1 }), totals(5, 2, 1));
  });
  it('counts jest suites that did not load as failed', () => {
    const result = {
      numPassedTests: 4,
      numFailedTests: 1,
      numRuntimeErrorTestSuites: 2,
      numPendingTests: 1,
      numTodoTests: 1,
    };
    assert.deepEqual(ofJest(result), totals(4, 3, 2));
  });
});
