import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { writeJson } from '../system/json-file.mjs';
import { Refusal } from '../system/refusal.mjs';
import { demoFlags, demoPlan, demoSummary, isDemoLoaded, requireSameUsers } from './demo-data.mjs';

const folder = temporaryFolder();
after(() => rmSync(folder, { recursive: true, force: true }));
const dataIn = (name) => ({ root: path.join(folder), file: (file) => path.join(folder, `${name}-${file}`) });

describe('the demo store of a data directory', () => {
  test('is made from the same plan ever after, however late it is asked for', async () => {
    const data = dataIn('one');
    const plan = demoPlan(data, 500);
    assert.equal(plan.users, 500);
    assert.ok(Date.parse(plan.until) < Date.now());
    assert.deepEqual(demoPlan(data), plan);
    assert.equal(isDemoLoaded(data), false);
  });

  test('cannot become a larger one', () => {
    const data = dataIn('two');
    requireSameUsers(data, 700);
    demoPlan(data, 500);
    requireSameUsers(data, 500);
    requireSameUsers(data, undefined);
    assert.throws(() => requireSameUsers(data, 700), Refusal);
  });

  test('is told of when it is loaded, and only then', () => {
    const data = dataIn('three');
    const plan = { ...demoPlan(data, 500), until: '2026-11-20T21:30:00.000Z' };
    assert.equal(demoSummary(data), undefined);
    writeJson(data.file('demo.json'), { plan, loaded: '2026-11-21T10:00:00Z', events: 1234, users: 480 });
    // Its days are Moscow's, where it is half past midnight by then.
    assert.match(demoSummary(data), /1234 events of 480 accounts, counted, 60 days up to 2026-11-21/);
  });

  test('is told to the seed with the developer and the staff whom this stack knows', () => {
    const flags = demoFlags({ seed: 7, users: 500, until: '2026-11-20T10:00:00.000Z' });
    assert.equal(flags[flags.indexOf('--until') + 1], '2026-11-20T10:00:00.000Z');
    assert.match(flags[flags.indexOf('--developer') + 1], /^6f1d3c1e-/);
    assert.match(flags[flags.indexOf('--staff') + 1], /^57aff000-/);
  });
});
