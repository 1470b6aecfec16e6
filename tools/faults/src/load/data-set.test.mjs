import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dataSet } from './data-set.mjs';

const endMs = Date.parse('2026-11-01T12:00:00Z');
const made = (change = {}) => dataSet({ row: 'F1', run: 'r', seed: 1, events: 5_000, endMs, ...change });
const shareOf = (count) => count / 5_000;
const between = (value, low, high) =>
  assert.ok(value > low && value < high, `${value} is not between ${low} and ${high}`);

describe('the data set of a row', () => {
  const { deliveries, truth, source, games } = made();

  it('is the same for the same seed, and another one for another', () => {
    assert.deepEqual(made().deliveries, deliveries);
    assert.notDeepEqual(made({ seed: 2 }).deliveries, deliveries);
  });
  it('belongs to its row and run alone', () => {
    const other = made({ run: 'other' });
    assert.notEqual(other.source, source);
    assert.deepEqual(
      other.games.filter((game) => games.includes(game)),
      [],
    );
    assert.deepEqual(
      [...other.truth.ids.keys()].filter((id) => truth.ids.has(id)),
      [],
    );
  });
  it('has as many repeats, invalid, late and contradicting events as it says', () => {
    const conflicts = truth.refused.filter(({ reason }) => reason === 'ID_CONFLICT').length;
    const invalid = truth.refused.length - conflicts;
    between(shareOf(deliveries.length - truth.ids.size - truth.refused.length), 0.035, 0.065);
    between(shareOf(invalid), 0.012, 0.035);
    between(shareOf(conflicts), 0, 0.006);
    const late = [...truth.ids.values()].filter(({ time }) => endMs - Date.parse(time) > 2 * 86_400_000);
    between(shareOf(late.length), 0.004, 0.02);
  });
  it('has every kind of what is invalid', () => {
    assert.deepEqual([...new Set(truth.refused.map(({ reason }) => reason))].sort(), [
      'ENCODING',
      'EVENT_TIME_OUT_OF_RANGE',
      'ID_CONFLICT',
      'NOT_CLOUDEVENT',
      'SCHEMA_UNKNOWN',
      'SCHEMA_VIOLATION',
      'TOO_DEEP',
    ]);
  });
  it('sends nothing that contradicts or repeats an event before that event', () => {
    const seen = new Map();
    for (const event of deliveries) if (!seen.has(event.id)) seen.set(event.id, event);
    for (const [id, event] of truth.ids) assert.equal(seen.get(id), event);
  });
  it('has a truth that its deliveries bear out', () => {
    const paid = [...truth.ids.values()].filter(({ type }) => type.includes('.payment.'));
    assert.equal(
      paid.reduce((sum, { data }) => sum + data.lines[0].grossMinor, 0),
      truth.grossKopecks,
    );
    assert.equal(paid.length, truth.orders);
    const started = [...truth.ids.values()].filter(({ type }) => type.includes('.session.started.'));
    assert.equal(started.length, truth.sessions.size);
  });
});
