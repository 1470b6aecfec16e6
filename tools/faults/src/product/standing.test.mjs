import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stands, takeAllDown } from './standing.mjs';

it('a run that is ended takes down what still stands, also when one of it does not go, and sets up nothing more', async () => {
  const gone = [];
  stands(async () => Promise.reject(new Error('it does not go')));
  stands(async () => gone.push('stores'));
  const forget = stands(async () => gone.push('product'));
  forget();
  await takeAllDown();
  assert.deepEqual(gone, ['stores']);
  assert.throws(() => stands(async () => undefined), /the run was ended/);
});
