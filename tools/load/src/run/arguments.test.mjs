import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from './arguments.mjs';

test('numbers are read as people write them, and nonsense is refused in a sentence', () => {
  assert.equal(readArguments(['--events', '1_000_000']).events, 1_000_000);
  assert.deepEqual(readArguments(['--ramp', '500:5000']).ramp, { from: 500, to: 5_000 });
  assert.throws(() => readArguments(['--events', 'many']), /--events takes a whole number from 1/);
  assert.throws(() => readArguments(['--invalid', '0.9']), /--invalid takes a share/);
  assert.throws(() => readArguments(['--via', 'pigeon']), /http, kafka or warehouse/);
  assert.throws(() => readArguments(['--rate', '5', '--ramp', '1:2']), /Either/);
  assert.throws(() => readArguments(['--faster']), /Unknown option/);
});
