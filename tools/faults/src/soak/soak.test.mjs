import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROWS } from '../rows/catalogue.mjs';
import { readArguments } from './arguments.mjs';
import { dealtFaults, repeatable } from './dealt-faults.mjs';
import { Gauges, spanOf } from './gauges.mjs';
import { soakReport } from './report.mjs';
import { verdictOf } from './soak.mjs';

const idsOf = (rows) => rows.map(({ id }) => id);

describe('what can be asked of a soak', () => {
  it('is how long, with which chance and how fast', () => {
    assert.deepEqual(readArguments([]), { minutes: 60, seed: 1 });
    assert.deepEqual(readArguments(['--minutes', '5', '--seed', '7', '--rate', '200']), {
      minutes: 5,
      seed: 7,
      rate: 200,
    });
  });
  it('is nothing else', () => {
    for (const argv of [['--minutes', '0'], ['--minutes', '1.5'], ['--rate', 'fast'], ['--hours', '1'], ['5']]) {
      assert.equal(typeof readArguments(argv).refusal, 'string', argv.join(' '));
    }
  });
});

describe('the faults of a soak', () => {
  const rows = repeatable(ROWS);
  it('are those rows that need nothing of their own: no small disk, no other variables, no other load', () => {
    for (const id of ['F20', 'F27', 'F35', 'F37', 'F33', 'F46']) assert.ok(idsOf(rows).includes(id), id);
    for (const id of ['F1', 'F29', 'F38', 'F41', 'F42', 'F45', 'F47', 'F51']) assert.ok(!idsOf(rows).includes(id), id);
  });
  it('are dealt one a minute, each once before one comes again', () => {
    const dealt = idsOf(dealtFaults(rows, { seed: 1, minutes: 60 }));
    assert.equal(dealt.length, 60);
    assert.deepEqual(new Set(dealt.slice(0, rows.length)), new Set(idsOf(rows)));
  });
  it('are the same for a seed, and others for another', () => {
    const of = (seed) => idsOf(dealtFaults(rows, { seed, minutes: 30 }));
    assert.deepEqual(of(3), of(3));
    assert.notDeepEqual(of(3), of(4));
  });
});

describe('what a soak sees grow', () => {
  const gaugesWith = (looks) => {
    const gauges = new Gauges();
    gauges.series.memory.set('ingestion', looks);
    return gauges;
  };
  const rising = Array.from({ length: 50 }, (_, at) => 200 + at * 20);
  const level = Array.from({ length: 50 }, (_, at) => 400 + (at % 3));

  it('is memory that is more by half in the end, and not what is level or small', () => {
    assert.deepEqual(gaugesWith(rising).violations(), ['I13: ingestion grew from 500 to 1100 MB of memory']);
    assert.deepEqual(gaugesWith(level).violations(), []);
    assert.deepEqual(gaugesWith(rising.map((megabytes) => megabytes / 5)).violations(), []);
  });
  it('is not judged by a few looks, nor by one that is high', () => {
    assert.deepEqual(gaugesWith([200, 400, 900]).violations(), []);
    assert.deepEqual(gaugesWith([...level, 5_000]).violations(), []);
    assert.equal(spanOf([...level, 5_000]).most, 5_000);
  });
});

it('a soak ends with its verdict, and the reasons before it', () => {
  const seen = {
    ...{ minutes: 5, rate: 100, faults: [{ id: 'F20' }], acknowledged: 9, exact: 'exact' },
    ...{
      delay_ms: { p50: 900, p95: null, p99: 4_000 },
      memory_mb: {},
      handles: {},
      threads: {},
      lag: { most: 7, last: 0 },
    },
  };
  const lines = soakReport({ verdict: 'red', found: ['I9: lake is at 1 of 2'], ...seen }).split('\n');
  assert.match(lines[0], /^5 minutes at 100 events\/s, faults: F20$/);
  assert.match(lines[1], /0\.90 s \/ not known \/ 4\.00 s/);
  assert.deepEqual(lines.slice(-2), ['! I9: lake is at 1 of 2', 'RED']);
});

it('a soak that was ended early is green of nothing, and red all the same when something was found', () => {
  assert.equal(verdictOf({ found: [], interrupted: false }), 'green');
  assert.equal(verdictOf({ found: [], interrupted: true }), 'interrupted');
  assert.equal(verdictOf({ found: ['I9: lake is at 1 of 2'], interrupted: true }), 'red');
});
