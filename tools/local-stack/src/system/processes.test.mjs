import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { createData, openData } from './data-directory.mjs';
import { lockHolder, tryLock } from './lock.mjs';
import { end, identify, isSame, ownedBy, OWNER_VARIABLE } from './processes.mjs';

const STUBBORN = 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)';
/** Of this run alone: another one may be on the same machine. */
const [HERE, THERE] = ['here', 'there'].map((place) => `us-${process.pid}@/${place}`);
const children = [];

async function aProcess(owner, code = 'console.log("up"); setInterval(() => {}, 1000)') {
  const env = { ...process.env, ...(owner === undefined ? {} : { [OWNER_VARIABLE]: owner }) };
  const child = spawn(process.execPath, ['-e', code], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('whose a process is', () => {
  test('only the mark counts: one of the same name without it, or with another mark, is not ours', async () => {
    const ours = await aProcess(HERE);
    await aProcess(THERE);
    await aProcess(undefined);
    assert.deepEqual(
      ownedBy(HERE).map(({ pid }) => pid),
      [ours.pid],
    );
  });

  test('a pid with another start time is somebody else, and is not signalled', async () => {
    const child = await aProcess(HERE);
    const impostor = { ...identify(child.pid), started: '1' };
    assert.equal(isSame(impostor), false);
    assert.deepEqual(await end([impostor], { graceMs: 0 }), []);
    assert.equal(isSame(identify(child.pid)), true);
  });

  test('what does not end when asked is ended after the grace', async () => {
    const child = await aProcess(HERE, STUBBORN);
    const target = identify(child.pid);
    assert.deepEqual(await end([target], { graceMs: 200 }), []);
    assert.equal(isSame(target), false);
  });

  test('a copied data directory is another stack', () => {
    const [dir, copy] = [temporaryFolder(), temporaryFolder()];
    createData(dir);
    cpSync(dir, copy, { recursive: true });
    assert.notEqual(openData(dir).owner, openData(copy).owner);
    for (const folder of [dir, copy]) rmSync(folder, { recursive: true, force: true });
  });
});

describe('a lock', () => {
  test('is held by one, given back, and taken over from one who died', async () => {
    const dir = temporaryFolder();
    const file = `${dir}/lock`;
    const release = tryLock(file);
    assert.equal(lockHolder(file).pid, process.pid);
    assert.equal(tryLock(file), undefined);
    release();
    assert.equal(lockHolder(file), undefined);

    const module = new URL('./lock.mjs', import.meta.url).href;
    const holder = await aProcess(
      undefined,
      `import(${JSON.stringify(module)}).then(({ tryLock }) => { tryLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000) })`,
    );
    assert.equal(tryLock(file), undefined);
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await gone;
    assert.equal(typeof tryLock(file), 'function');
    rmSync(dir, { recursive: true, force: true });
  });
});
