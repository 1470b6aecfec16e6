import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readArguments } from './arguments.mjs';

const rows = [
  { id: 'F1', group: 'sink', smoke: true },
  { id: 'F2', group: 'sink' },
  { id: 'F3', group: 'kafka' },
];
const asked = (...argv) => readArguments(argv, { rows, groups: ['sink', 'kafka'] });
const ids = (...argv) => asked(...argv).rows.map(({ id }) => id);

describe('what can be asked of the fault matrix', () => {
  it('is rows by their names, a group, the smoke subset, or all', () => {
    assert.deepEqual(ids('F3', 'F1'), ['F1', 'F3']);
    assert.deepEqual(ids('--group', 'sink'), ['F1', 'F2']);
    assert.deepEqual(ids('--smoke'), ['F1']);
    assert.deepEqual(ids('--all'), ['F1', 'F2', 'F3']);
  });
  it('is nothing else: a row or a group that is not there, no row at all, a seed that is none', () => {
    for (const argv of [['F99'], ['--group', 'moon'], [], ['--all', '--seed', 'x'], ['--fast']]) {
      assert.equal(typeof asked(...argv).refusal, 'string', argv.join(' '));
    }
  });
  it('may be the list or the mutants, without rows', () => {
    assert.equal(asked('--list').list, true);
    assert.equal(asked('--mutants').mutants, true);
  });
});
