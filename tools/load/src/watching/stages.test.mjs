import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { Stages } from './stages.mjs';

// Its own time of the processor: on a busy machine the clock goes on without it.
const BUSY = 'while (process.cpuUsage().user < 400_000); process.stdout.write("done"); setInterval(() => {}, 1000)';
const CHILD = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(BUSY)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;

test('the work of a child is its parent’s, and a restarted process goes on where the first one ended', async (t) => {
  const start = async () => {
    const child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    t.after(() => child.exitCode === null && child.signalCode === null && process.kill(-child.pid, 'SIGKILL'));
    return child;
  };
  let current = await start();
  const stages = new Stages(() => ({ worker: current.pid }));
  await once(current.stdout, 'data');
  stages.look();
  const [first] = stages.told();
  assert.ok(first.cpuSeconds > 0.3, `${first.cpuSeconds} s`);
  process.kill(-current.pid, 'SIGKILL');
  await once(current, 'exit');
  stages.look();
  current = await start();
  await once(current.stdout, 'data');
  stages.look();
  const [second] = stages.told();
  assert.ok(second.cpuSeconds > first.cpuSeconds);
  assert.ok(second.memoryMb.most > 0);
});
