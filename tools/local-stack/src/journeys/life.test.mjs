import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isFree } from '../network/ports.mjs';
import { openData } from '../system/data-directory.mjs';
import { lockHolder } from '../system/lock.mjs';
import { isSame, ownedBy, identify } from '../system/processes.mjs';
import { aStack, begin, until } from './command-line.mjs';

const portOf = ({ url, endpoint, brokers }) => Number(new URL(url ?? endpoint ?? `tcp://${brokers[0]}`).port);
const portsOf = ({ stores }) => Object.values(stores).map(portOf);
const owned = (dir) => {
  const { owner } = openData(dir);
  return owner === undefined ? [] : ownedBy(owner);
};

describe('a stack from start to stop', () => {
  const stack = aStack();
  const stores = 'kafka,postgres,redis,s3';
  let first;

  before(async () => {
    first = await stack.start(stores);
    assert.equal(first.code, 0, first.err);
  });
  after(() => stack.remove());

  const readyAgain = (name, oldPid) =>
    until(`${name} comes back`, async () => {
      const { pid } = stack.state().stores[name];
      if (pid === oldPid) return false;
      const { out } = await stack.on('status', ['--json']);
      return JSON.parse(out).parts.find((part) => part.name === name).health === 'ready';
    });

  test('its state is for the owner only and tells where everything is', () => {
    assert.equal(statSync(path.join(stack.dir, 'state.json')).mode & 0o777, 0o600);
    const { supervisor, stores: entries } = stack.state();
    assert.ok(supervisor.pid > 1);
    assert.deepEqual(Object.keys(entries).sort(), stores.split(',').sort());
    assert.match(entries.postgres.url, /^postgres:\/\/postgres:.{20,}@127\.0\.0\.1:\d+\/postgres$/);
    assert.equal(entries.s3.lakeBucket, 'lake');
  });

  test('a second start says that it runs, and changes nothing', async () => {
    const before_ = stack.state();
    const { code, out } = await stack.start(stores);
    assert.equal(code, 0);
    assert.match(out, /already running/);
    assert.deepEqual(stack.state(), before_);
  });

  for (const name of stores.split(',')) {
    test(`${name} comes back on its port after kill -9, and its new pid is written down`, async () => {
      const { pid, ...rest } = stack.state().stores[name];
      process.kill(pid, 'SIGKILL');
      await readyAgain(name, pid);
      const { pid: newPid, ...after_ } = stack.state().stores[name];
      assert.ok(isSame(identify(newPid)));
      assert.deepEqual(after_, rest);
    });
  }

  test('after kill -9 of the supervisor the next start cleans up what is its own and comes up', async () => {
    const { supervisor, stores: entries } = stack.state();
    const old = Object.values(entries).map(({ pid }) => identify(pid));
    process.kill(supervisor.pid, 'SIGKILL');
    const { code, err } = await stack.start(stores);
    assert.equal(code, 0, err);
    assert.deepEqual(old.filter(isSame), []);
    assert.notEqual(stack.state().supervisor.pid, supervisor.pid);
    assert.deepEqual(portsOf(stack.state()), portsOf({ stores: entries }));
  });

  test('status never shows a password', async () => {
    const { out } = await stack.on('status');
    const { stores: entries } = stack.state();
    for (const secret of [new URL(entries.redis.url).password, entries.s3.secretAccessKey]) {
      assert.ok(!out.includes(secret));
    }
  });

  test('stop leaves no process, no listening port and no state', async () => {
    const ports = portsOf(stack.state());
    const { code } = await stack.on('stop');
    assert.equal(code, 0);
    assert.deepEqual(owned(stack.dir), []);
    for (const port of ports) assert.ok(await isFree(port), `port ${port} is still taken`);
    assert.equal(statSync(path.join(stack.dir, 'state.json'), { throwIfNoEntry: false }), undefined);
  });
});

describe('two stacks', () => {
  const [one, two] = [aStack(), aStack()];
  after(() => Promise.all([one.remove(), two.remove()]));

  test('run side by side, and ending one leaves the other alone', async () => {
    const results = await Promise.all([one.start('redis,s3'), two.start('redis,s3')]);
    assert.deepEqual(
      results.map(({ code }) => code),
      [0, 0],
    );
    assert.equal(new Set([...portsOf(one.state()), ...portsOf(two.state())]).size, 4);
    process.kill(one.state().supervisor.pid, 'SIGKILL');
    await one.on('stop');
    const pids = Object.values(two.state().stores).map(({ pid }) => identify(pid));
    assert.ok(pids.every(isSame));
    assert.equal(owned(one.dir).length, 0);
  });
});

describe('a start that is not left alone', () => {
  test('Ctrl-C in the attached form stops everything', async () => {
    const stack = aStack();
    const { child, text, ended } = begin(['start', '--stores', 'redis', '--data-dir', stack.dir]);
    await until('it is ready', () => text.out.includes('Ctrl-C stops everything'));
    const { pid } = stack.state().stores.redis;
    child.kill('SIGINT');
    const { code } = await ended;
    assert.equal(code, 0);
    assert.equal(isSame(identify(pid)), false);
    await stack.remove();
  });

  for (const [how, interrupt] of [
    ['Ctrl-C', ({ child }) => child.kill('SIGINT')],
    ['npm stop', (_, stack) => stack.on('stop')],
    ['kill -9 of the command', ({ child }) => child.kill('SIGKILL')],
  ]) {
    test(`${how} while stores are still starting leaves nothing half-started`, async () => {
      const stack = aStack();
      const started = begin(['start', '--detach', '--stores', 'kafka,postgres', '--data-dir', stack.dir]);
      await until('a store has begun', () => started.child.exitCode !== null || owned(stack.dir).length > 0);
      await interrupt(started, stack);
      assert.notEqual((await started.ended).code, 0);
      await until('nothing is left', () => owned(stack.dir).length === 0);
      assert.equal(statSync(path.join(stack.dir, 'state.json'), { throwIfNoEntry: false }), undefined);
      await stack.remove();
    });
  }

  test('the death of the one who started it attached ends everything', async () => {
    const stack = aStack();
    const { child, text } = begin(['start', '--stores', 'redis', '--data-dir', stack.dir]);
    await until('it is ready', () => text.out.includes('Ctrl-C stops everything'));
    const { pid } = stack.state().stores.redis;
    const target = identify(pid);
    child.kill('SIGKILL');
    await until('Redis has ended', () => !isSame(target));
    await stack.remove();
  });

  test('of two starts at the same time on one data directory one is refused', async () => {
    const stack = aStack();
    const starts = [1, 2].map(() => begin(['start', '--detach', '--stores', 'kafka', '--data-dir', stack.dir]));
    for (const { child } of starts) child.stdin.end();
    const holder = () => lockHolder(path.join(stack.dir, 'start.lock'))?.pid;
    const first = await until('one is under way', () => starts.find(({ child }) => child.pid === holder()));
    // It stands still until the other has looked, however late that comes.
    first.child.kill('SIGSTOP');
    const { code, err } = await starts.find((other) => other !== first).ended;
    first.child.kill('SIGCONT');
    assert.equal(code, 1);
    assert.match(err, /Another start on .* is under way/);
    assert.equal((await first.ended).code, 0);
    await stack.remove();
  });

  test('without supervision a killed store stays down', async () => {
    const stack = aStack();
    await stack.on('start', ['--detach', '--stores', 'redis', '--no-supervise']);
    process.kill(stack.state().stores.redis.pid, 'SIGKILL');
    await until('its end is noticed', async () => (await stack.on('logs', ['supervisor'])).out.includes('redis'));
    const { out } = await stack.on('status', ['--json']);
    assert.equal(JSON.parse(out).parts[0].health, 'down');
    await stack.remove();
  });
});
