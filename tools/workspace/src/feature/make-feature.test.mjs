// What the generator makes passes lint, types and its own specs; it is made in a throw-away copy of the workspace.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { workspaceLinter } from '../lint/lint-text.mjs';
import { runNode } from '../run/child.mjs';
import { at, TOOLS } from '../run/workspace.mjs';
import { makeFeature } from './make-feature.mjs';
import { featureNames } from './names.mjs';
import { Refusal } from './refusal.mjs';

const APP = 'apps/query-api';
const COPIED = ['apps', 'libs', 'tools/jest', 'package.json', 'tsconfig.base.json', 'jest.preset.js', '.prettierrc'];
const isSource = (file) => !/[\\/](node_modules|dist)([\\/]|$)/.test(file);

/** Sources as copies, npm packages as links, our own packages linked to the copies. */
function copyWorkspace() {
  const copy = mkdtempSync(path.join(tmpdir(), 'new-feature-'));
  for (const entry of COPIED) {
    cpSync(at(entry), path.join(copy, entry), {
      recursive: true,
      filter: (file) => isSource(path.relative(at(), file)),
    });
  }
  const modules = path.join(copy, 'node_modules');
  mkdirSync(path.join(modules, '@analytics'), { recursive: true });
  for (const name of readdirSync(at('node_modules')).filter(
    (entry) => !entry.startsWith('.') && entry !== '@analytics',
  )) {
    symlinkSync(at('node_modules', name), path.join(modules, name));
  }
  const libs = {
    contracts: 'libs/contracts',
    domain: 'libs/domain',
    'service-kit': 'libs/service-kit',
    testing: 'libs/testing',
  };
  for (const store of readdirSync(at('libs/infra'))) libs[`infra-${store}`] = `libs/infra/${store}`;
  for (const [name, folder] of Object.entries(libs)) {
    symlinkSync(path.join(copy, folder), path.join(modules, '@analytics', name));
  }
  return copy;
}

let copy;
let made;
before(async () => {
  copy = copyWorkspace();
  made = await makeFeature({ root: copy, folder: APP, name: 'planted-things' });
});
after(() => rmSync(copy, { recursive: true, force: true }));

describe('a new feature', () => {
  it('has the rooms every feature has', () => {
    assert.deepEqual(made.files.toSorted(), [
      `${APP}/src/planted-things/planted-thing.response.ts`,
      `${APP}/src/planted-things/planted-things.controller.ts`,
      `${APP}/src/planted-things/planted-things.module.ts`,
      `${APP}/src/planted-things/planted-things.service.ts`,
      `${APP}/src/planted-things/planted-things.spec.ts`,
      'libs/contracts/src/planted-things/planted-thing.ts',
      'libs/domain/src/planted-things/planted-thing.spec.ts',
      'libs/domain/src/planted-things/planted-thing.ts',
    ]);
  });

  it('passes lint, boundaries included', async () => {
    const linter = await workspaceLinter();
    for (const file of made.files) {
      assert.deepEqual(await linter.lint(file, readFileSync(path.join(copy, file), 'utf8')), [], file);
    }
  });

  it('is typed', async () => {
    for (const project of [APP, 'libs/domain']) {
      const { output } = await runNode(TOOLS.tsc, ['-p', `${project}/tsconfig.spec.json`], { cwd: copy });
      assert.doesNotMatch(output, /planted-thing|error TS(5|18)\d{3}/, output);
    }
  });

  it('passes the specs it brings', async () => {
    for (const project of [APP, 'libs/domain']) {
      const { code, output } = await runNode(TOOLS.jest, ['planted-thing'], { cwd: path.join(copy, project) });
      assert.equal(code, 0, output);
    }
  });

  it('says which lines are left to a person', () => assert.match(made.toAdd.join('\n'), /PlantedThingsModule/));
});

describe('what the generator refuses', () => {
  const refuse = (what, ask) =>
    it(what, async () =>
      assert.rejects(() => makeFeature({ root: copy, folder: APP, name: 'orders', ...ask }), Refusal),
    );
  refuse('a name in camel case', { name: 'priceLists' });
  refuse('a name that says nothing', { name: 'utils' });
  refuse('a singular', { name: 'order' });
  refuse('no name', { name: undefined });
  refuse('an app that is not there', { folder: 'apps/nowhere' });
  refuse('a way out of the workspace', { folder: 'apps/../..' });
  refuse('a folder that is there already', { name: 'planted-things' });

  it('takes a given singular, and finds the usual ones', () => {
    assert.equal(featureNames('data', 'datum').Singular, 'Datum');
    assert.equal(featureNames('queries').singular, 'query');
    assert.equal(featureNames('boxes').singular, 'box');
    assert.equal(featureNames('price-lists').singular, 'price-list');
  });
});
