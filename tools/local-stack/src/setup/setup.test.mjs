import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { runner } from '../stores/postgres-runner.mjs';
import { isNewEnough } from './go.mjs';
import { packagesAreInstalled } from './npm-packages.mjs';
import { Progress } from './progress.mjs';
import { ProgramFailed, runProgram } from './run-program.mjs';
import { runSteps } from './run-steps.mjs';
import { javaVersion, missingOn, requireInstallable } from './system-packages.mjs';

const quiet = { begin: () => {}, finish: () => {}, fail: () => {}, say: () => {} };

describe('steps', () => {
  test('run side by side, and each only after those it waits for', async () => {
    const log = [];
    const step = (title, more = {}) => ({
      title,
      run: async () => {
        log.push(`${title} begins`);
        await sleep(20);
        log.push(`${title} ends`);
      },
      ...more,
    });
    await runSteps([step('build', { after: ['packages'] }), step('packages'), step('jars')], quiet);
    assert.deepEqual(log.slice(0, 2), ['packages begins', 'jars begins']);
    assert.ok(log.indexOf('build begins') > log.indexOf('packages ends'));
  });

  test('after a failure nothing new begins, what runs is waited for, and the first reason is told', async () => {
    const log = [];
    const steps = [
      { title: 'bad', run: () => Promise.reject(new Error('no network')) },
      { title: 'slow', run: () => sleep(50).then(() => log.push('slow ended')) },
      { title: 'next', after: ['slow'], run: async () => log.push('next ran') },
    ];
    await assert.rejects(runSteps(steps, quiet), /no network/);
    assert.deepEqual(log, ['slow ended']);
  });

  test('what is done already is not run', async () => {
    await runSteps([{ title: 'done', isDone: () => true, run: () => assert.fail('was run') }], quiet);
  });
});

test('progress numbers its steps and tells their time', () => {
  let text = '';
  let now = 0;
  const progress = new Progress({ total: 2, out: { write: (part) => (text += part) }, now: () => now });
  progress.begin('jars');
  now += 1_234;
  progress.finish('jars');
  progress.finish('npm packages', 'already there');
  progress.end();
  assert.match(text, /^\[1\/2\] jars +1\.2 s\n\[2\/2\] npm packages +already there\n$/);
});

test('progress says how far a step is in the words of the step, on one line', () => {
  const written = [];
  const progress = new Progress({
    total: 1,
    terminal: true,
    now: () => 0,
    out: { columns: 60, write: (part) => written.push(part) },
  });
  progress.begin('demo data');
  progress.tell('demo data', '██░░ sent 50 %');
  progress.tell('nobody began this', 'x');
  progress.finish('demo data');
  progress.end();
  assert.ok(written.includes('  … demo data 0 s ██░░ sent 50 %'));
  assert.ok(written.every((part) => !part.includes('nobody')));
});

test('what a program writes is heard while it runs', async () => {
  const heard = [];
  await runProgram('sh', ['-c', 'echo one; echo two >&2'], { onText: (text) => heard.push(text.trim()) });
  assert.deepEqual(heard.sort(), ['one', 'two']);
});

test('a program that fails says how, with the end of what it wrote', async () => {
  await assert.rejects(runProgram('sh', ['-c', 'echo the reason; exit 3']), (error) => {
    assert.ok(error instanceof ProgramFailed);
    assert.match(error.message, /exit code 3/);
    assert.equal(error.tail, 'the reason');
    return true;
  });
});

describe('what a machine lacks', () => {
  const machine = (lacking) => ({
    hasRedis: () => !lacking.includes('redis'),
    hasJava: () => !lacking.includes('java'),
    hasMaven: () => !lacking.includes('maven'),
    hasGo: () => !lacking.includes('go'),
    hasChromium: () => !lacking.includes('chromium'),
  });
  const all = ['kafka', 'clickhouse', 'postgres', 'redis', 's3'];
  const words = (missing) => missing.map((need) => need.words);

  test('is told for the stores that are asked for only', () => {
    assert.deepEqual(missingOn(all, { machine: machine([]) }), []);
    assert.deepEqual(words(missingOn(all, { machine: machine(['redis', 'java']) })), [
      'Redis (redis-server)',
      'Java 17 or newer',
    ]);
    assert.deepEqual(missingOn(['postgres'], { machine: machine(['redis', 'java', 'go']) }), []);
    assert.deepEqual(missingOn(all, { machine: machine(['chromium']) }), []);
    assert.deepEqual(words(missingOn(['browser'], { machine: machine(['chromium']) })), [
      'Chromium (/usr/bin/chromium)',
    ]);
  });

  test('is refused in one sentence where it may not be installed', () => {
    const missing = missingOn(all, { machine: machine(['redis']) });
    assert.throws(() => requireInstallable(missing, () => false), /lacks Redis .*only root.*docker compose up/);
    requireInstallable(missing, () => true);
  });

  for (const [text, version] of [
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['command not found', undefined],
  ]) {
    test(`Java says ${version} in: ${text}`, () => assert.equal(javaVersion(text), version));
  }

  for (const [text, enough] of [
    ['go version go1.25.0 linux/amd64', true],
    ['go version go1.24.9 linux/amd64', false],
    ['go version go2.0.1 linux/amd64', true],
    ['', false],
  ]) {
    test(`Go is ${enough ? '' : 'not '}new enough in: ${text}`, () => assert.equal(isNewEnough(text), enough));
  }
});

describe('npm packages', () => {
  const lock = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
    'libs/c': {},
  };
  const cases = [
    ['are there when all but optional ones are', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['are missing when one has another version', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['are missing when one is not there', { 'node_modules/b': { version: '2.0.0' } }, false],
  ];
  for (const [what, installed, expected] of cases) {
    test(what, () => {
      const root = temporaryFolder();
      mkdirSync(path.join(root, 'node_modules'));
      writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: lock }));
      writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
      assert.equal(packagesAreInstalled(root), expected);
      rmSync(root, { recursive: true, force: true });
    });
  }
});

test('PostgreSQL runs as it is, in a namespace where root may have one, else as nobody', () => {
  assert.deepEqual(runner({ uid: 1000, mayUnshare: () => assert.fail('asked for nothing') }), { wrap: [] });
  assert.equal(runner({ uid: 0, mayUnshare: () => true }).wrap[0], 'unshare');
  assert.equal(runner({ uid: 0, mayUnshare: () => false }).uid, 65_534);
});
