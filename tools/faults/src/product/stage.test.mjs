import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { describe, it } from 'node:test';
import { handlesOf, memoryMbOf, threadsOf, told } from './processes.mjs';
import { Stage } from './stage.mjs';

describe('what a row does to a process', () => {
  const stageWith = (pid, signal) => new Stage({ pid: () => pid }, undefined, Math.random, signal);

  it('is nothing but a note when it has ended by itself', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    assert.equal(told(child.pid, 'SIGSTOP'), false);
    assert.equal(memoryMbOf(child.pid), undefined);
    assert.equal(handlesOf(child.pid), undefined);
    const stage = stageWith(child.pid);
    stage.kill('ingestion');
    assert.match(stage.notes[0], /ingestion \(\d+\) had ended before it was killed/);
  });
  it('is seen from outside while it runs, and ends it', async () => {
    assert.ok(memoryMbOf(process.pid) > 10);
    assert.ok(handlesOf(process.pid) > 3);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    stageWith(child.pid).kill('ingestion');
    const [, signal] = await once(child, 'exit');
    assert.equal(signal, 'SIGKILL');
  });
  it('has handles without those about its own threads, which are counted for themselves', () => {
    const before = handlesOf(process.pid);
    const [own, other] = [`/proc/${process.pid}/task/${process.pid}/stat`, import.meta.filename].map((file) =>
      openSync(file),
    );
    assert.equal(handlesOf(process.pid), before + 1);
    assert.ok(threadsOf(process.pid) > 1);
    closeSync(own);
    closeSync(other);
  });
  it('is not waited for any longer when the run is ended', async () => {
    const ending = new AbortController();
    const waiting = stageWith(0, ending.signal).pause(60_000);
    ending.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  });
});
