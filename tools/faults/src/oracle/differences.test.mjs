import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differenceOf, unequal } from './differences.mjs';
import { wentBack } from './ledgers.mjs';

describe('what the oracle says', () => {
  it('is nothing where both sides are the same, in whatever order', () => {
    assert.deepEqual(differenceOf('I3', 'the warehouse', new Set(['a', 'b']), new Set(['b', 'a'])), []);
    assert.deepEqual(unequal('I4', 'the sum', 7, '7'), []);
  });
  it('is the first that is missing and the first that is too many, with how many there are', () => {
    assert.deepEqual(differenceOf('I3', 'the warehouse', new Set(['a', 'b', 'c']), new Set(['c', 'd'])), [
      'I3: 2 missing in the warehouse, first a',
      'I3: 1 too many in the warehouse, first d',
    ]);
    assert.deepEqual(unequal('I4', 'the sum', 7, '8'), ['I4: the sum is 8, must be 7']);
  });
  it('is that a position went back, or is gone', () => {
    const before = new Map([
      ['sink a/0', 5],
      ['sink a/1', 5],
      ['sink a/2', 5],
    ]);
    const after = new Map([
      ['sink a/0', 5],
      ['sink a/1', 4],
    ]);
    assert.deepEqual(wentBack(before, after), ['I9: sink a/1 went back from 5', 'I9: sink a/2 went back from 5']);
  });
});
