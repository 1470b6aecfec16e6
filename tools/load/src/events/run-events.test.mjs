import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANES, RunEvents } from './run-events.mjs';
import { Tally } from './tally.mjs';

const plan = {
  ...{ seed: 7, events: 40_000, block: 100, source: '/load/test', startedAt: Date.UTC(2026, 10, 21, 12) },
  ...{ duplicates: 0.05, invalid: 0.02, late: 0.02, scheduledMs: () => 0 },
};
const tallyOf = (run, blocks) => {
  const tally = new Tally();
  for (const block of blocks) run.tell(block, tally);
  return tally;
};
const all = (run) => Array.from({ length: run.blocks }, (_, block) => block);

test('a seed is always the same events, and another seed is others', () => {
  const event = (seed, number) => JSON.stringify(new RunEvents({ ...plan, seed }).eventOf(number));
  for (const number of [0, 1, 999, 39_999]) assert.equal(event(7, number), event(7, number));
  assert.notEqual(event(7, 5), event(8, 5));
});

test('what the blocks have to become adds up to the same however they are shared out', () => {
  const run = new RunEvents(plan);
  const whole = tallyOf(run, all(run));
  const odd = tallyOf(
    run,
    all(run)
      .filter((block) => block % 2 === 1)
      .reverse(),
  );
  const even = tallyOf(
    run,
    all(run).filter((block) => block % 2 === 0),
  );
  odd.add({ ...even });
  assert.deepEqual(
    { ...odd, types: undefined, reasons: undefined },
    { ...whole, types: undefined, reasons: undefined },
  );
  assert.equal(odd.total, plan.events);
});

test('shares are kept, and every way to be wrong comes', () => {
  const run = new RunEvents(plan);
  const tally = tallyOf(run, all(run));
  assert.ok(Math.abs(tally.duplicates / plan.events - 0.05) < 0.005, `${tally.duplicates} duplicates`);
  assert.ok(Math.abs(tally.refused / plan.events - 0.02) < 0.003, `${tally.refused} invalid`);
  assert.equal(Object.keys(tally.reasons).length, 4);
  assert.equal(Object.keys(tally.types).length, 12);
});

test('a repeat says what its original said, and that was sent before in the same lane', () => {
  const run = new RunEvents(plan);
  let repeats = 0;
  for (let number = 0; number < plan.events; number += 1) {
    const { kind, of } = run.fateOf(number);
    if (kind !== 'duplicate') continue;
    repeats += 1;
    assert.ok(of < number);
    assert.equal(run.fateOf(of).kind, 'valid');
    assert.equal(Math.floor(of / plan.block) % LANES, Math.floor(number / plan.block) % LANES);
    assert.deepEqual(run.eventOf(number), run.eventOf(of));
  }
  assert.ok(repeats > 1_000);
});

test('the money of a run is what its valid events say, to the kopeck', () => {
  const run = new RunEvents(plan);
  const tally = tallyOf(run, all(run));
  let gross = 0n;
  let refund = 0n;
  for (let number = 0; number < plan.events; number += 1) {
    if (run.fateOf(number).kind !== 'valid') continue;
    const { type, data } = run.eventOf(number);
    const rate = BigInt(Number(data.rateToRub ?? 0) * 10);
    if (type.includes('transaction')) for (const line of data.lines) gross += BigInt(line.grossMinor) * rate;
    if (type.includes('refund') && data.kind === 'refund') refund += BigInt(data.lines[0].amountMinor) * rate;
  }
  assert.equal(BigInt(tally.money.gross) * 10n, gross);
  assert.equal(BigInt(tally.money.refund) * 10n, refund);
  assert.ok(gross > 0n && refund > 0n);
});

test('late events are days old, the others minutes, and none is ahead of its moment', () => {
  const run = new RunEvents({ ...plan, scheduledMs: (number) => number });
  let late = 0;
  for (let number = 0; number < 5_000; number += 1) {
    if (run.fateOf(number).kind !== 'valid') continue;
    const age = plan.startedAt + number - Date.parse(run.eventOf(number).time);
    assert.ok(age >= 0 && age < 21 * 86_400_000);
    if (age > 3_600_000) late += 1;
  }
  assert.ok(late > 50 && late < 200, `${late} late`);
});
