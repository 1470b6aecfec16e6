import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { temporaryFolder, until } from '../journeys/command-line.mjs';
import { identify, isSame } from '../system/processes.mjs';
import { BackOff } from './back-off.mjs';
import { Keeper } from './keeper.mjs';
import { rotate } from './log-rotation.mjs';

describe('the wait before a program is started again', () => {
  test('doubles up to half a minute, and begins anew after a life that was long enough', () => {
    const backOff = new BackOff();
    const waits = Array.from({ length: 11 }, () => backOff.afterLife(0));
    assert.deepEqual(waits, [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
    assert.equal(backOff.afterLife(60_000), 100);
  });
});

describe('a kept program', () => {
  let dir;
  let keeper;
  beforeEach(() => (dir = temporaryFolder()));
  afterEach(async () => {
    await keeper.stop(1_000);
    rmSync(dir, { recursive: true, force: true });
  });

  function keep(code, more = {}, heard = () => {}) {
    const program = {
      name: 'kept',
      stopSignal: 'SIGTERM',
      readyTimeoutMs: 60_000,
      prepare: () => undefined,
      command: () => ({ file: process.execPath, args: ['-e', code] }),
      isReady: () => existsSync(path.join(dir, 'up')),
      entry: () => ({}),
      ...more,
    };
    keeper = new Keeper({
      program,
      place: {},
      owner: 'test',
      logFile: path.join(dir, 'kept.log'),
      restarts: true,
      onPid: () => {},
      say: heard,
    });
  }
  const up = () => `require('fs').appendFileSync(${JSON.stringify(path.join(dir, 'up'))}, 'x');`;
  const lives = () => (existsSync(path.join(dir, 'up')) ? readFileSync(path.join(dir, 'up'), 'utf8').length : 0);

  test('that ends before it is ready fails the start, with the end of its log', async () => {
    keep('console.error("wrong setting"); process.exit(7)');
    await assert.rejects(keeper.start(), (error) => {
      assert.match(error.message, /ended while it started \(exit code 7\)/);
      assert.equal(error.tail, 'wrong setting');
      return true;
    });
  });

  test('that cannot be found fails the start', async () => {
    keep('', { command: () => ({ file: path.join(dir, 'no-such-program') }) });
    await assert.rejects(keeper.start(), /ended while it started/);
  });

  test('that keeps dying is started again, less and less often', async () => {
    // Not before it was seen to be ready, however late that is.
    const go = path.join(dir, 'go');
    keep(`${up()} setInterval(() => require('fs').existsSync(${JSON.stringify(go)}) && process.exit(1), 10)`);
    await keeper.start();
    writeFileSync(go, '');
    await until('three lives', () => lives() >= 3);
    assert.ok(lives() <= 5, 'it was started again without waiting');
  });

  test('that is told to stop while it waits for its next life stays away', async () => {
    const stopped = new Promise((resolve) => {
      // By then it waits, and no timer has had its turn.
      const stop = () => setImmediate(() => resolve(keeper.stop(1_000)));
      keep(`${up()} setInterval(() => {}, 1000)`, {}, (text) => text.includes('ended') && stop());
    });
    await keeper.start();
    process.kill(keeper.pid, 'SIGKILL');
    await stopped;
    assert.equal(isSame(identify(keeper.pid)), false);
    assert.equal(lives(), 1);
  });
});

test('a full log is copied aside and goes on from its beginning, and only so many are kept', () => {
  const dir = temporaryFolder();
  const file = path.join(dir, 'a.log');
  writeFileSync(file, '');
  for (const round of ['one', 'two', 'three', 'four']) {
    appendFileSync(file, round.repeat(100));
    assert.equal(rotate(file, 200), true);
    assert.equal(statSync(file).size, 0);
  }
  assert.equal(rotate(file, 200), false);
  assert.match(readFileSync(`${file}.1`, 'utf8'), /^four/);
  assert.match(readFileSync(`${file}.2`, 'utf8'), /^three/);
  assert.equal(existsSync(`${file}.3`), false);
  rmSync(dir, { recursive: true, force: true });
});
