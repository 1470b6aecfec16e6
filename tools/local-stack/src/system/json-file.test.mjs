import assert from 'node:assert/strict';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { CorruptFile, readJson, writeJson } from './json-file.mjs';

describe('a file of state', () => {
  const dir = temporaryFolder();
  const file = path.join(dir, 'state.json');
  after(() => rmSync(dir, { recursive: true, force: true }));

  test('that is not there is undefined', () => assert.equal(readJson(path.join(dir, 'none.json')), undefined));

  test('is for its owner only, and leaves no draft behind', () => {
    writeJson(file, { a: 1 });
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readJson(file), { a: 1 });
    assert.deepEqual(readdirSync(dir), ['state.json']);
  });

  test('is never seen half-written while it is replaced over and over', async () => {
    const code = `
      const { workerData } = require('node:worker_threads');
      import(workerData.module).then(({ writeJson }) => {
        const { file, reads } = workerData;
        const write = (n) => writeJson(file, { n, filler: 'x'.repeat((n % 300) * 100) });
        for (let n = 0; n < 300 || Atomics.load(reads, 0) <= 10; n += 1) write(n);
      });`;
    const module = new URL('./json-file.mjs', import.meta.url).href;
    writeJson(file, { n: -1, filler: '' });
    // The writer goes on until there was a reader beside it.
    const reads = new Int32Array(new SharedArrayBuffer(4));
    const writer = new Worker(code, { eval: true, workerData: { file, module, reads } });
    let over = false;
    writer.once('exit', () => (over = true));
    while (!over) {
      const { n, filler } = readJson(file);
      assert.equal(filler.length, (Math.max(0, n) % 300) * 100);
      if (n >= 0) Atomics.add(reads, 0, 1);
      await new Promise(setImmediate);
    }
    assert.ok(Atomics.load(reads, 0) > 10, 'the reader must have been beside the writer');
    assert.ok(readJson(file).n >= 299);
  });

  for (const [what, text] of [
    ['empty', ''],
    ['cut off', '{"a": [1, 2'],
    ['a number', '42'],
    ['null', 'null'],
  ]) {
    test(`that is ${what} is corrupt, not guessed at`, () => {
      writeFileSync(file, text);
      assert.throws(() => readJson(file), CorruptFile);
    });
  }
});
