import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedPorts } from './catalogue.mjs';
import { freePortsFor } from './port-check.mjs';

const AMANDA = 10_080;

test('ports found by themselves leave out the one that browsers and fetch refuse', async () => {
  await assert.rejects(fetch(`http://127.0.0.1:${AMANDA}/`), ({ cause }) => cause.message === 'bad port');
  for (let time = 0; time < 200; time += 1) {
    const ports = fixedPorts(await freePortsFor()).map(({ port }) => port);
    assert.ok(!ports.includes(AMANDA));
  }
});
