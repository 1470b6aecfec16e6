import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { freePortsFor } from '../services/port-check.mjs';
import { openData } from '../system/data-directory.mjs';
import { ownedBy } from '../system/processes.mjs';
import { aStack, run } from './command-line.mjs';

const NEWER = JSON.stringify({ layout: 999, owner: 'somebody' });

describe('a start that cannot succeed', () => {
  let stack;
  beforeEach(() => (stack = aStack()));
  afterEach(() => stack.remove());

  /** One sentence on stderr, a failing exit code, and no process of this stack. */
  function refused({ code, err }, sentence) {
    assert.equal(code, 1);
    assert.match(err, sentence);
    assert.doesNotMatch(err, /\n\s+at /, 'a stack trace is no sentence');
    assert.ok(!existsSync(path.join(stack.dir, 'state.json')) || err.includes('state.json'));
    if (existsSync(path.join(stack.dir, 'version.json')) && !err.includes('newer')) {
      assert.deepEqual(ownedBy(openData(stack.dir).owner), []);
    }
  }

  test('names the port that is taken, by whom, and the way out', async () => {
    const offset = await freePortsFor();
    const server = createServer();
    await new Promise((resolve) => server.listen(9091 + offset, '127.0.0.1', resolve));
    const answer = await stack.on('start', ['--detach', '--port-offset', String(offset)]);
    server.close();
    refused(answer, new RegExp(`Port ${9091 + offset} .* taken by the process ${process.pid}: .*--port-offset`));
  });

  test('says that the disk is too full before anything is written', async () => {
    refused(
      await stack.start('redis', { env: { ANALYTICS_STACK_MIN_FREE_MB: '99999999999' } }),
      /MB of free disk space .* --data-dir/,
    );
    assert.deepEqual(readdirSync(stack.dir), []);
  });

  test('that runs out of space on the way says so, whatever the program that met it says', async (context) => {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', stack.dir]).status !== 0) {
      context.skip('this user may not mount a small disk');
      return;
    }
    try {
      const env = { ANALYTICS_STACK_MIN_FREE_MB: '1' };
      refused(await stack.start('redis,postgres', { env }), /There is no space left on the disk of .* --data-dir/);
    } finally {
      spawnSync('umount', [stack.dir]);
    }
  });

  test('leaves the data of a newer version alone', async () => {
    writeFileSync(path.join(stack.dir, 'version.json'), NEWER);
    refused(await stack.start('redis'), /newer version .* update the code, or choose another place/);
    rmSync(path.join(stack.dir, 'version.json'));
  });

  test('does not guess from a corrupt state file, and stop is the way out', async () => {
    writeFileSync(path.join(stack.dir, 'state.json'), '{"stores": {"kafka": {"pid": 1');
    refused(await stack.start('redis'), /state\.json cannot be read .* `npm stop`/);
    const { code, out } = await stack.on('stop');
    assert.equal(code, 0);
    assert.match(out, /moved to .*corrupt/);
    assert.equal((await stack.start('redis')).code, 0);
  });

  test('stop ends a running stack also when both of its records are corrupt', async () => {
    await stack.start('redis');
    for (const name of ['state.json', 'run.json']) writeFileSync(path.join(stack.dir, name), 'no JSON');
    assert.equal((await stack.on('stop')).code, 0);
    assert.deepEqual(ownedBy(openData(stack.dir).owner), []);
  });

  test('shows the end of the log that says why a store did not start', async () => {
    await stack.start('redis');
    await stack.on('stop');
    writeFileSync(path.join(stack.dir, 'redis/data/appendonlydir/appendonly.aof.manifest'), 'not a manifest\n');
    const answer = await stack.start('redis,s3');
    refused(answer, /redis ended while it started/);
    assert.match(answer.err, /manifest/i);
  });

  test('without Java and without root says what to install', async () => {
    const bin = path.join(stack.dir, 'bin');
    mkdirSync(bin);
    refused(
      await stack.start('kafka', { env: { PATH: bin, JAVA_HOME: '' } }),
      /lacks Java 17 or newer.*docker compose up/,
    );
  });
});

describe('the command line', () => {
  test('refuses a Node that is too old', async () => {
    const pretend = 'Object.defineProperty(process.versions,"node",{value:"18.20.4"})';
    const { code, err } = await run(['status'], { nodeFlags: ['--import', `data:text/javascript,${pretend}`] });
    assert.equal(code, 1);
    assert.match(err, /^Node 18\.20\.4 is too old: install Node 20\.19 or newer/);
  });

  for (const [words, sentence] of [
    [['start', '--fast'], /Unknown option '--fast'/],
    [['start', 'everything'], /"everything" is not understood here/],
    [['start', '--port-offset', '-1'], /port-offset/],
    [['start', '--stores', 'oracle'], /There is no store "oracle"/],
    [['begin'], /There is no command "begin"/],
    [['token', '--role', 'king'], /There is no role "king"/],
    [['store', 'oracle'], /Say which store/],
  ]) {
    test(`refuses "${words.join(' ')}" with a sentence`, async () => {
      const stack = aStack();
      const place = words[0] === 'begin' ? [] : ['--data-dir', stack.dir];
      const { code, err } = await run([...words, ...place]);
      assert.equal(code, 1);
      assert.match(err, sentence);
      await stack.remove();
    });
  }
});
