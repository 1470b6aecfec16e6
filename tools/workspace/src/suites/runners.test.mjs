// The counts that `npm test` prints are those of the runners: passing, failing, skipped, and what did not even load.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { RESULTS } from '../run/workspace.mjs';
import { jest, runNodeTests } from './runners.mjs';
import { totals } from './totals.mjs';

const NODE_SUITE = `import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
describe('a suite', () => {
  it('passes', () => {});
  it('fails', () => assert.equal(1, 2));
  it.skip('is skipped', () => {});
});`;
const JEST_SUITE = `it('passes', () => {});
it('fails', () => expect(1).toBe(2));
it.skip('is skipped', () => {});
it.todo('is to do');`;

let folder;
let said;
const write = (text) => (said += text);
const file = (name, text) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

before(() => {
  mkdirSync(RESULTS, { recursive: true });
  folder = mkdtempSync(path.join(tmpdir(), 'runners-'));
  said = '';
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['planted-node', 'planted-jest']) rmSync(path.join(RESULTS, `${name}.json`), { force: true });
});

describe('node:test', () => {
  it('is counted by test, a suite around a failure not again', async () => {
    const counted = await runNodeTests([file('one.test.mjs', NODE_SUITE)], { write, name: 'planted-node' });
    assert.deepEqual(counted, totals(1, 1, 1));
    assert.match(said, /FAIL {2}.*one\.test\.mjs: fails/);
  });
  it('counts a file that does not load as failed', async () => {
    const counted = await runNodeTests([file('two.test.mjs', 'import "./nowhere.mjs";')], {
      write,
      name: 'planted-node',
    });
    assert.deepEqual(counted, totals(0, 1, 0));
  });
});

describe('jest', () => {
  const config = () => [
    '--config',
    file('jest.config.json', JSON.stringify({ rootDir: folder, testMatch: ['**/*.spec.js'], haste: {} })),
  ];
  it('is counted by test, and a suite that does not load is a failure', async () => {
    file('package.json', '{}');
    file('one.spec.js', JEST_SUITE);
    file('two.spec.js', "require('./nowhere');");
    const counted = await jest('planted-jest', config(), { write, limitMs: 300_000 });
    assert.deepEqual(counted, totals(1, 2, 2));
    assert.match(said, /FAIL {2}.*one\.spec\.js {2}\(1 passed, 2 skipped/);
  });
  it('is one failure when it does not end in time', async () => {
    file('three.spec.js', "it('hangs', () => new Promise(() => setInterval(() => {}, 1000)), 60000);");
    const counted = await jest('planted-jest', [...config(), '--testPathPatterns', 'three'], { write, limitMs: 3_000 });
    assert.deepEqual(counted, totals(0, 1, 0));
  });
});
