import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interleaved, median } from './interleaved.mjs';

test('a median is not moved by one outlier', () => {
  assert.equal(median([3, 1, 1_000]), 3);
  assert.equal(median([4, 1, 2, 1_000]), 3);
});

test('sides take turns, and what warms them up does not count', async () => {
  const order = [];
  let used = 0;
  const side = (name, cost) => (round) => {
    order.push(`${name}${round}`);
    used += round < 0 ? 1_000_000 : cost;
    return 50;
  };
  const cpu = { a: () => used, b: () => used };
  const found = await interleaved({ a: side('a', 20), b: side('b', 40) }, { events: 10, rounds: 3, warmUp: 1, cpu });
  assert.deepEqual(found, { a: { cpu: 2, bytes: 5 }, b: { cpu: 4, bytes: 5 } });
  assert.deepEqual(order, ['b-1', 'a-1', 'a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
});
