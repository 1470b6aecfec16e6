import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paceOf } from './pace.mjs';

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

test('without a rate everything is due at once, with one evenly', () => {
  assert.equal(paceOf({ events: 10 })(9), 0);
  near(paceOf({ events: 10_000, rate: 500 })(1_000), 2_000);
});

test('a ramp goes from one rate to another, and all events are due within it', () => {
  const events = 30_000;
  const due = paceOf({ events, ramp: { from: 500, to: 2_500 } });
  near(due(0), 0);
  near(due(events), 20_000);
  near(1_000 / (due(1) - due(0)), 500.1);
  near(Math.round(1_000 / (due(events) - due(events - 1))), 2_500);
  const level = paceOf({ events: 1_000, ramp: { from: 100, to: 100 } });
  near(level(1_000), 10_000);
});
