import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missingPackages } from './packages.mjs';

const wanted = {
  '': { version: '1.0.0' },
  'libs/domain': { version: '0.0.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/for-another-platform': { version: '2.0.0', optional: true },
};
const missing = (installed) => missingPackages(wanted, installed).map(([place]) => place);

describe('npm packages', () => {
  it('are there when only those of another platform are not', () => {
    assert.deepEqual(missing({ 'node_modules/a': { version: '1.0.0' } }), []);
  });
  it('are missing when one is not there', () => assert.deepEqual(missing({}), ['node_modules/a']));
  it('are missing when one has another version', () => {
    assert.deepEqual(missing({ 'node_modules/a': { version: '1.0.1' } }), ['node_modules/a']);
  });
});
