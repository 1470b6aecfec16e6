import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { edgesOf, findCycle, problemsOf } from './graph-rules.mjs';

const clean = { apps: new Set(['shop']), untagged: [] };

describe('the picture of who imports whom', () => {
  it('is fine where every way ends', () => {
    assert.deepEqual(problemsOf({ ...clean, edges: { shop: ['meaning', 'wire'], meaning: ['wire'], wire: [] } }), []);
  });
  it('refuses a circle and shows it', () => {
    assert.deepEqual(findCycle({ a: ['b'], b: ['c'], c: ['b'] }), ['b', 'c', 'b']);
    assert.match(problemsOf({ ...clean, edges: { a: ['b'], b: ['a'] } })[0], /a circle: a → b → a/);
  });
  it('refuses an app that somebody imports', () => {
    assert.match(problemsOf({ ...clean, edges: { tool: ['shop'], shop: [] } })[0], /tool depends on the app shop/);
  });
  it('refuses a project without a type', () => {
    assert.match(problemsOf({ ...clean, edges: {}, untagged: ['new'] })[0], /new has no type tag/);
  });
  it('leaves npm packages out', () => {
    const graph = { nodes: { a: {}, b: {} }, dependencies: { a: [{ target: 'b' }, { target: 'npm:pg' }], b: [] } };
    assert.deepEqual(edgesOf(graph), { a: ['b'], b: [] });
  });
});
