import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readinessPage } from './page.mjs';
import { readResults } from './read-results.mjs';

const date = '2026-11-01T10:00:00.000Z';
const machine = { node: '20', cores: 2, cpu: 'x', memory_gb: 8 };

function pageOf(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'readiness-'));
  mkdirSync(path.join(folder, 'faults'));
  for (const [name, body] of Object.entries(files)) writeFileSync(path.join(folder, name), JSON.stringify(body));
  const page = readinessPage(readResults(folder), (commit) => (commit === 'abc' ? 0 : undefined));
  rmSync(folder, { recursive: true });
  return page;
}
const lineWith = (page, text) => page.split('\n').find((line) => line.includes(text));

describe('the readiness report', () => {
  it('says of every promise without a result that it was not measured', () => {
    const page = pageOf({});
    const [, after] = page.split('## Not measured');
    for (const text of [
      '1,000,000 events through HTTP',
      'planted defects',
      'availability',
      'rows never run here: F1, F2',
    ]) {
      assert.ok(after.includes(text), text);
    }
    assert.match(page, /No row was run/);
  });
  it('holds a promise only where the figure does', () => {
    const load = (events, verdict) => ({
      via: 'http',
      events,
      verdict,
      started: date,
      machine,
    });
    assert.match(
      lineWith(pageOf({ 'load-1.json': load(5_000, 'exact') }), 'through HTTP'),
      /5,000 events: exact \| MISSED/,
    );
    assert.match(
      lineWith(pageOf({ 'load-1.json': load(1_000_000, 'exact') }), 'through HTTP'),
      /1,000,000 events: exact \| holds/,
    );
    assert.match(lineWith(pageOf({ 'load-1.json': load(1_000_000, 'not exact') }), 'through HTTP'), /MISSED/);
    const later = { ...load(5_000, 'exact'), started: '2026-12-31T10:00:00Z' };
    assert.match(
      lineWith(pageOf({ 'load-1.json': load(1_000_000, 'exact'), 'load-2.json': later }), 'through HTTP'),
      /1,000,000 events: exact \| holds/,
    );
  });
  it('holds a delay only where a rate was asked for, and memory only over millions of events', () => {
    const stages = [{ name: 'ingestion', memory_mb: { first: 200, warm: 700, last: 750, most: 760 } }];
    const load = (more) => ({
      via: 'http',
      delay_ms: { p50: 1_200, p95: 1_900, p99: 2_400 },
      stages,
      started: date,
      ...more,
    });
    const page = (...runs) => pageOf(Object.fromEntries(runs.map((run, at) => [`load-${at}.json`, load(run)])));
    const atHalf = { rate: 1_970, events: 100_000 };
    assert.match(lineWith(page(atHalf), 'half of peak |'), /p95 1\.9 s, p99 2\.4 s at 1970 events\/s \| holds/);
    assert.doesNotMatch(page({ rate: null, events: 100_000 }), /p95 1\.9 s/);
    assert.match(lineWith(page(atHalf), 'memory of every process'), /100,000 events: ingestion 700 → 750 MB \| MISSED/);
    assert.match(lineWith(page(atHalf, { events: 5_000_000 }), 'memory of every process'), /700 → 750 MB \| holds/);
    const grown = [{ name: 'ingestion', memory_mb: { first: 200, warm: 400, last: 750, most: 760 } }];
    assert.match(lineWith(page({ events: 5_000_000, stages: grown }), 'memory of every process'), /MISSED/);
  });
  it('counts a row that was not run as not green, and tells its reason', () => {
    const row = (id, verdict, more = {}) => ({ id, title: `fault ${id}`, verdict, date, machine, ...more });
    const page = pageOf({
      'faults/F1.json': row('F1', 'green', { recoveredMs: 61_000, scaled: 'for a shorter time' }),
      'faults/F2.json': row('F2', 'red'),
      'faults/F3.json': row('F3', 'not run', { found: ['no such app'] }),
    });
    assert.match(lineWith(page, '51 rows'), /1 green, 1 red \(F2\), 49 not run \(F3\) \| MISSED/);
    assert.match(lineWith(page, 'right again after a fault'), /slowest F1 after 61\.0 s, of 1 rows \| MISSED/);
    assert.match(page, /- F3, fault F3: no such app/);
    assert.match(page, /- F1 in full: for a shorter time/);
  });
  it('takes a soak for what was promised only when it lasted an hour', () => {
    const soak = { date, machine, rate: 100, faults: [{ id: 'F20' }], exact: 'exact', verdict: 'green' };
    const lineOf = (minutes) => lineWith(pageOf({ 'soak-1.json': { ...soak, minutes } }), 'an hour at half of peak');
    assert.match(lineOf(5), /5 minutes at 100 events\/s, 1 faults, stored exact: green \| MISSED/);
    assert.match(lineOf(60), /60 minutes .*: green \| holds/);
  });
  it('says of which commits its results are, and how far the product has gone since', () => {
    const row = (id, commit) => ({ id, title: id, verdict: 'green', date, machine, commit });
    const page = pageOf({
      'faults/F1.json': row('F1', 'abc'),
      'faults/F2.json': row('F2', 'abc'),
      'bench-1.json': { date, rows: [] },
    });
    assert.match(page, /\| abc \| 2 \| 0 \|/);
    assert.match(page, /\| not written down \| 1 \| not written down \|/);
    assert.match(lineWith(page, '51 rows'), /\| abc \|/);
  });
  it('has of each ratio the last measurement, and says when its goal was missed', () => {
    const page = pageOf({
      'bench-1.json': { date: '2026-11-01T10:00:00Z', rows: [{ id: 'R2', value: [2], goal: [2.5], holds: true }] },
      'bench-2.json': { date: '2026-11-02T10:00:00Z', rows: [{ id: 'R2', value: [3], goal: [2.5], holds: false }] },
    });
    assert.match(lineWith(page, '| R2 |'), /\| R2 \| 3 \| 2\.5 \| MISSED \| 2026-11-02/);
  });
});
