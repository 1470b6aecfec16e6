import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readingFacts } from './plans.mjs';
import { addressOf, QUESTIONS } from './questions.mjs';

const plan = (facts, ...tables) => ({ question: { facts }, tables });

test('a question that reads the events themselves is found, unless it cannot be answered otherwise', () => {
  const good = [plan(false, 'mart_events_hourly', 'revenue_ledger'), plan(true, 'events')];
  assert.deepEqual(readingFacts(good), []);
  const bad = plan(false, 'mart_activity_hourly', 'events');
  assert.deepEqual(readingFacts([...good, bad]), [bad]);
});

test('a question asked of another day is another question, of the same length', () => {
  const [question] = QUESTIONS;
  const now = Date.UTC(2026, 10, 21, 9);
  assert.match(addressOf(question, { now }), /dau\?period_start=2026-10-22&period_end=2026-11-21/);
  assert.match(addressOf(question, { shift: 3, now }), /dau\?period_start=2026-10-19&period_end=2026-11-18/);
});
