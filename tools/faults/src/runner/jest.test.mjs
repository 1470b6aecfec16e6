import assert from 'node:assert/strict';
import { it } from 'node:test';
import { takeAllDown } from '../product/standing.mjs';
import { runJest } from './jest.mjs';

it('no suite begins once the run was ended', async () => {
  await takeAllDown();
  await assert.rejects(runJest({ project: 'tools/faults', suite: 'none', state: 'none' }), /the run was ended/);
  assert.ok(!process.getActiveResourcesInfo().includes('ProcessWrap'), 'a process runs that nobody waits for');
});
