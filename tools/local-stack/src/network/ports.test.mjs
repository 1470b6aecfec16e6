import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { rmSync } from 'node:fs';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { storePorts } from '../stores/store-ports.mjs';
import { createData } from '../system/data-directory.mjs';
import { isFree, listenerOf, pickFree } from './ports.mjs';

const listening = (port, host = '127.0.0.1') =>
  new Promise((resolve) => {
    const server = createServer().listen(port, host, () => resolve(server));
  });

test('a port that somebody listens on is not free, on whatever address', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    const port = await pickFree();
    assert.equal(await isFree(port), true);
    const server = await listening(port, host);
    assert.equal(await isFree(port), false, host);
    server.close();
  }
});

test('the process that listens on a port is found', async () => {
  const port = await pickFree();
  const server = await listening(port);
  assert.equal(listenerOf(port), process.pid);
  server.close();
});

test('a picked port lies outside the range of outgoing connections', async () => {
  const port = await pickFree();
  assert.ok(port >= 20_000 && port < 32_768, `${port}`);
});

test('a data directory keeps its ports, and only one that is taken meanwhile changes', async () => {
  const dir = temporaryFolder();
  const data = createData(dir);
  const stores = [
    { name: 'one', ports: ['port'] },
    { name: 'two', ports: ['port', 'other'] },
  ];
  const first = await storePorts(data, stores);
  assert.deepEqual(await storePorts(data, stores), first);
  const server = await listening(first.two.other);
  const second = await storePorts(data, stores);
  server.close();
  assert.notEqual(second.two.other, first.two.other);
  assert.deepEqual([second.one, second.two.port], [first.one, first.two.port]);
  rmSync(dir, { recursive: true, force: true });
});
