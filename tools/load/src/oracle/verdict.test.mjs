import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunEvents } from '../events/run-events.mjs';
import { Tally } from '../events/tally.mjs';
import { checksOf, isExact, verdictLines } from './verdict.mjs';

const run = new RunEvents({
  ...{ seed: 3, events: 2_000, block: 100, source: '/load/test', startedAt: 0 },
  ...{ duplicates: 0.05, invalid: 0.02, late: 0, scheduledMs: () => 0 },
});

function storedAsSent() {
  const tally = new Tally();
  for (let block = 0; block < run.blocks; block += 1) run.tell(block, tally);
  const { distinct, duplicates, xor, types, money, reasons } = tally;
  const taken = distinct + duplicates;
  const found = {
    warehouse: { rows: distinct, distinct, xor, types, money },
    lake: { rows: taken, records: taken, distinct, xor },
    letters: reasons,
    marts: { events: distinct, counted: distinct, typed: distinct, played: distinct, paid: 12_345, sold: 12_345 },
    probesFound: 3,
  };
  return [{ tally, taken, probes: 3 }, structuredClone(found)];
}
const wrongOf = (expected, found) =>
  checksOf(expected, found)
    .filter(({ holds }) => !holds)
    .map(({ name }) => name);

test('what is stored as it was sent is exact', () => {
  const [expected, found] = storedAsSent();
  assert.deepEqual(wrongOf(expected, found), []);
  assert.match(verdictLines(checksOf(expected, found)).at(-1), /^EXACT/);
});

test('repeats in the lake are no fault; a record that is there twice is one, and so is one too few', () => {
  const [expected, found] = storedAsSent();
  found.lake = { ...found.lake, rows: found.lake.rows + 40, records: found.lake.rows + 40 };
  assert.deepEqual(wrongOf(expected, found), []);
  found.lake.rows += 1;
  assert.deepEqual(wrongOf(expected, found), ['lake: rows = records of the clean topic']);
  const [again, fewer] = storedAsSent();
  fewer.lake = { ...fewer.lake, rows: fewer.lake.rows - 1, records: fewer.lake.records - 1 };
  assert.deepEqual(wrongOf(again, fewer), ['lake: rows = events taken']);
});

for (const [what, spoil, names] of [
  ['a row that is missing', ({ warehouse }) => (warehouse.rows -= 1), /warehouse: rows/],
  ['a row that was exchanged for another', ({ warehouse }) => (warehouse.xor[0] ^= 1), /xor/],
  ['a row stored twice', ({ warehouse }) => (warehouse.rows += 1), /warehouse: rows/],
  ['a kopeck', ({ warehouse }) => (warehouse.money.gross += 1), /ledger: gross/],
  ['an event of another type', ({ warehouse }) => (warehouse.types.other = 1), /warehouse: other/],
  ['a dead letter too many', ({ letters }) => (letters.INTERNAL = 1), /dead letters: INTERNAL/],
  ['a dead letter too few', ({ letters }) => (letters.SCHEMA_UNKNOWN -= 1), /dead letters: SCHEMA_UNKNOWN/],
  ['a mart that counted twice', ({ marts }) => (marts.counted += 1), /marts: events/],
  ['a narrow mart that lost one', ({ marts }) => (marts.typed -= 1), /marts: events counted by type/],
  ['a narrow mart of games that lost one', ({ marts }) => (marts.played -= 1), /marts: events counted by game/],
  ['a probe that never came', (found) => (found.probesFound -= 1), /probes/],
]) {
  test(`${what} is seen`, () => {
    const [expected, found] = storedAsSent();
    spoil(found);
    assert.equal(isExact(checksOf(expected, found)), false);
    assert.match(wrongOf(expected, found).join(', '), names);
    assert.match(verdictLines(checksOf(expected, found)).at(-1), /^NOT EXACT/);
  });
}
