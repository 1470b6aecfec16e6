import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { accept, driftsOf, readAccepted } from './accepted.mjs';

test('what drifted by more than a fifth from the accepted value is told, in either direction', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'accepted.json');
  assert.deepEqual(readAccepted(file), {});
  accept(
    file,
    [
      { id: 'R10', value: [1] },
      { id: 'R2', value: [2, 10] },
    ],
    new Date('2026-11-21'),
  );
  accept(file, [{ id: 'R10', value: [4] }], new Date('2026-11-22'));
  assert.deepEqual(Object.keys(readAccepted(file)), ['R2', 'R10']);
  const now = [
    { id: 'R2', value: [2.3, 7] },
    { id: 'R10', value: [4.9] },
    { id: 'R99', value: [1] },
  ];
  assert.deepEqual(driftsOf(now, readAccepted(file)), [
    'R2 is 7 and was 10 on 2026-11-21, −30 %',
    'R10 is 4.9 and was 4 on 2026-11-22, +23 %',
  ]);
});
