// The smoke subset of the fault matrix as tests that `npm test` counts: the whole product, one fault after another.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ROWS } from '../src/rows/catalogue.mjs';
import { runRows } from '../src/runner/run-rows.mjs';

const EVENTS = 500;
const rows = ROWS.filter(({ smoke }) => smoke);

describe('the whole product, while something breaks', () => {
  const results = new Map();
  before(async () => {
    const say = (text) => process.stderr.write(`${text}\n`);
    for (const result of await runRows(rows, { seed: 1, events: EVENTS, say })) results.set(result.id, result);
  });
  for (const { id, title } of rows) {
    it(`${id}: loses nothing, doubles nothing, says nothing wrong: ${title}`, () => {
      const { verdict, found } = results.get(id);
      assert.deepEqual({ verdict, found }, { verdict: 'green', found: [] });
    });
  }
});
