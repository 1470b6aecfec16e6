import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultOf, tableOf } from './report.mjs';

test('a row holds when each of its values is within its goal', () => {
  assert.deepEqual(resultOf({ id: 'R5', value: [0.412345, 0.67], goal: [0.6, 0.75] }), {
    id: 'R5',
    value: [0.4123, 0.67],
    goal: [0.6, 0.75],
    holds: true,
  });
  assert.equal(resultOf({ id: 'R5', value: [0.4, 0.8], goal: [0.6, 0.75] }).holds, false);
});

test('a goal to be reached holds from its value on', () => {
  assert.equal(resultOf({ id: 'R15', value: [2.1], goal: [2], atLeast: true }).holds, true);
  assert.equal(resultOf({ id: 'R15', value: [1.9], goal: [2], atLeast: true }).holds, false);
  assert.match(tableOf([{ id: 'R15', what: 'x', value: [1], goal: [2], atLeast: true }]), /R15 +1 +≥ 2 +MISSED/);
});

test('the table says what was missed', () => {
  const table = tableOf([{ id: 'R2', what: 'this ÷ that', unit: '×', value: [3.14159], goal: [2.5] }]);
  assert.match(table, /R2\s+3\.14×\s+≤ 2\.5×\s+MISSED\s+this ÷ that/);
});
