import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomeIn } from './spec-row.mjs';

const file = 'apps/x/src/y.int-spec.ts';
const ran = {
  broken: 0,
  message: 'all of it',
  tests: [
    { fullName: 'a sink at "a" is fenced', status: 'passed' },
    { fullName: 'a sink at "b" is fenced', status: 'failed', failureMessages: ['two rows'] },
    { fullName: 'a sink stops', status: 'passed' },
    { fullName: 'a sink is fast', status: 'pending' },
  ],
};

describe('a row that is specs', () => {
  it('is green when its own tests passed, whatever became of others in their file', () => {
    const { found, note } = outcomeIn(ran, { file, name: 'stops' });
    assert.deepEqual(found, []);
    assert.equal(note, '1 passed, 0 failed of y.int-spec.ts: stops');
  });
  it('is red when one of them failed', () => {
    assert.deepEqual(outcomeIn(ran, { file, name: 'is fenced' }).found, [`${file}: two rows`]);
  });
  it('is red when none of them ran: skipped, not there, or a file that does not load', () => {
    assert.deepEqual(outcomeIn(ran, { file, name: 'is fast' }).found, [`${file}: no test is named "is fast"`]);
    assert.deepEqual(outcomeIn(ran, { file, name: 'flies' }).found, [`${file}: no test is named "flies"`]);
    const unloaded = { broken: 1, message: 'SyntaxError', tests: [] };
    assert.deepEqual(outcomeIn(unloaded, { file, name: 'stops' }).found, [`${file}: SyntaxError`]);
  });
});
