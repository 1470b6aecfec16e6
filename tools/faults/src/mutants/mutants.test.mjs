import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../places.mjs';
import { patch } from './copy.mjs';
import { MUTANTS } from './mutants.mjs';

const files = (folder) => readdirSync(path.join(ROOT, folder), { recursive: true }).map(String);

describe('the planted defects', () => {
  it('are a patch each, and each patch is planted', () => {
    assert.deepEqual(files('tools/faults/mutants').sort(), MUTANTS.map(({ name }) => `${name}.patch`).sort());
  });
  for (const { name, project, suite } of MUTANTS) {
    it(`can still be planted: ${name}`, () => patch(ROOT, name, { check: true }));
    it(`have a suite that is there: ${suite}`, () => {
      assert.equal(files(`${project}/src`).filter((file) => file.includes(`${suite}.ts`)).length, 1);
    });
  }
});
