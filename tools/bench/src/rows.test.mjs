import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { allRows, scriptResult } from './rows.mjs';

test('rows are found beside what they measure, as modules and as programs', async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), 'bench-'));
  t.after(() => rmSync(root, { recursive: true }));
  const bench = path.join(root, 'apps', 'shop', 'bench');
  mkdirSync(bench, { recursive: true });
  writeFileSync(path.join(bench, 'a.mjs'), `export const rows = [{ id: 'R10', goal: [1] }, { id: 'R9', goal: [2] }];`);
  writeFileSync(path.join(bench, 'b.mjs'), `throw new Error('is not run'); JSON.stringify({ id: 'R2', value: 1 });`);
  writeFileSync(path.join(bench, 'events.mjs'), 'export const events = [];');
  writeFileSync(path.join(bench, 'a.server.mjs'), `JSON.stringify({ id: 'R1' });`);
  assert.deepEqual(
    (await allRows(root)).map(({ id }) => id),
    ['R2', 'R9', 'R10'],
  );
  writeFileSync(path.join(bench, 'c.mjs'), `export const rows = [{ id: 'R2', goal: [1] }];`);
  await assert.rejects(allRows(root), /two rows are called R2/);
});

test('a program tells its result in its last line', () => {
  assert.deepEqual(scriptResult('progress\n{"id":"R6","value":0.1,"goal":0.2}\n'), {
    value: [0.1],
    goal: [0.2],
    notes: [],
  });
  assert.match(scriptResult('it broke').failed, /it broke/);
});
