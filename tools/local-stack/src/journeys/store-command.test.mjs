import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { identify, isSame } from '../system/processes.mjs';
import { begin, temporaryFolder, until } from './command-line.mjs';

async function aStore(kind, dir, flags = []) {
  const running = begin(['store', kind, '--data-dir', dir, ...flags]);
  const line = await until(`${kind} is ready`, () => /^\{.*\}\n/.exec(running.text.out)?.[0]);
  return { ...running, entry: JSON.parse(line) };
}

describe('one store in the foreground', () => {
  const dir = temporaryFolder();
  after(() => rmSync(dir, { recursive: true, force: true }));

  test('ends with its standard input, and comes back on the same port', async () => {
    const one = await aStore('redis', dir);
    const target = identify(one.entry.pid);
    one.child.stdin.end();
    assert.equal((await one.ended).code, 0);
    assert.equal(isSame(target), false);
    const two = await aStore('redis', dir);
    assert.equal(two.entry.url, one.entry.url);
    two.child.kill('SIGTERM');
    assert.equal((await two.ended).code, 0);
  });

  test('fails when the store is killed', async () => {
    const one = await aStore('redis', dir);
    process.kill(one.entry.pid, 'SIGKILL');
    const { code, err } = await one.ended;
    assert.equal(code, 1);
    assert.match(err, /redis ended \(SIGKILL\)/);
  });

  for (const kind of ['redis', 's3', 'postgres']) {
    test(`${kind} does not outlive kill -9 of whoever started it`, async () => {
      const one = await aStore(kind, dir);
      const target = identify(one.entry.pid);
      one.child.kill('SIGKILL');
      await until(`${kind} has ended`, () => !isSame(target));
    });
  }
});
