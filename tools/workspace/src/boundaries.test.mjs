// Every rule of who may import whom: a planted violation is refused, its clean counterpart passes.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { APP_STORES, DRIVERS } from './lint/boundaries.mjs';
import { projectsIn, workspaceLinter } from './lint/lint-text.mjs';

const BOUNDARY = '@nx/enforce-module-boundaries';
const use = (name) => `import * as planted from '${name}';\nexport const used = planted;\n`;
const useType = (name) => `import type * as planted from '${name}';\nexport type Used = typeof planted;\n`;

let linter;
before(async () => {
  linter = await workspaceLinter();
});

// Why the rule must say no: another reason in its place would prove nothing.
const KIND = /can only depend on libs tagged with|cannot depend on any libs with tags/;
const BAN = /is not allowed to import/;
// An app has no package entry, so Nx does not even find it by name; declared as a dependency it is refused as an app.
const APP = /Imports of apps are forbidden|Only packages defined in the "package.json" can be imported/;
const RELATIVE = /cannot be imported by a relative or absolute path/;
const UNDECLARED = /Only packages defined in the "package.json" can be imported/;

const show = (messages) => messages.map((message) => `${message.rule}: ${message.text}`).join('; ') || 'nothing';
const refuses = (what, file, text, reason, { rule = BOUNDARY, mode = 'lint' } = {}) =>
  it(`refuses ${what}`, async () => {
    const messages = await linter[mode](file, text);
    const found = messages.some((message) => message.rule === rule && reason.test(message.text));
    assert.ok(found, `expected ${rule} (${reason}) for ${file}, got ${show(messages)}`);
  });
const bans = (what, file, text) => refuses(what, file, text, BAN, { mode: 'lintAlone' });
const allows = (what, file, text) =>
  it(`allows ${what}`, async () => assert.deepEqual(await linter.lint(file, text), []));

const ts = (folder, suffix = '.ts') => `${folder}/src/planted/planted${suffix}`;
const LIBS = {
  contracts: '@analytics/contracts',
  domain: '@analytics/domain',
  'service-kit': '@analytics/service-kit',
  infra: '@analytics/infra-kafka',
  testing: '@analytics/testing',
};
// One row per kind of project: the libs it may import; everything else of LIBS must be refused.
const KINDS = [
  { kind: 'contracts', folder: 'libs/contracts', may: [] },
  { kind: 'domain', folder: 'libs/domain', may: ['contracts'] },
  { kind: 'service-kit', folder: 'libs/service-kit', may: ['contracts', 'domain'], specs: ['testing'] },
  { kind: 'infra', folder: 'libs/infra/redis', may: ['contracts', 'domain', 'service-kit'], specs: ['testing'] },
  { kind: 'testing', folder: 'libs/testing', may: ['contracts', 'domain'] },
  { kind: 'app', folder: 'apps/ingestion', may: ['contracts', 'domain', 'service-kit', 'infra'], specs: ['testing'] },
  { kind: 'web', folder: 'apps/console-web', may: ['contracts'] },
  { kind: 'e2e', folder: 'apps/e2e', may: ['contracts', 'testing'] },
  { kind: 'tool', folder: 'tools/migrate', may: ['contracts', 'domain', 'service-kit', 'infra'], specs: ['testing'] },
];

/** What crosses a wire is a type to these. */
const TYPES_ONLY = ['domain', 'web'];

describe('kinds of projects', () => {
  for (const { kind, folder, may, specs = [] } of KINDS) {
    for (const [lib, name] of Object.entries(LIBS)) {
      if (lib === kind) continue;
      const text = TYPES_ONLY.includes(kind) ? useType(name) : use(name);
      if (may.includes(lib)) allows(`${lib} in ${kind}`, ts(folder), text);
      else refuses(`${lib} in ${kind}`, ts(folder), text, KIND, { mode: 'lintAlone' });
      if (specs.includes(lib)) allows(`${lib} in a spec of ${kind}`, ts(folder, '.spec.ts'), text);
      if (specs.includes(lib)) allows(`${lib} in an integration spec of ${kind}`, ts(folder, '.int-spec.ts'), text);
    }
  }
});

describe('contracts in the domain', () => {
  refuses('values of the contracts', ts('libs/domain'), use('@analytics/contracts'), /Only types of the contracts/, {
    rule: '@typescript-eslint/no-restricted-imports',
  });
  allows('types of the contracts', ts('libs/domain'), useType('@analytics/contracts'));
});

describe('contracts in the page', () => {
  refuses(
    'values of the contracts',
    ts('apps/console-web'),
    use('@analytics/contracts'),
    /Only types of the contracts/,
    {
      rule: '@typescript-eslint/no-restricted-imports',
    },
  );
});

describe('apps', () => {
  const apps = projectsIn('apps');
  for (const app of apps.filter((name) => name !== 'e2e')) {
    const neighbour = apps.find((name) => name !== app && name !== 'e2e');
    refuses(`another app in ${app}`, ts(`apps/${app}`), use(`@analytics/${neighbour}`), APP);
    refuses(`a file of another app in ${app}`, ts(`apps/${app}`), use(`../../../${neighbour}/src/config`), RELATIVE);
    for (const store of Object.keys(DRIVERS)) {
      const text = use(`@analytics/infra-${store}`);
      if (APP_STORES[app].includes(store)) allows(`${app} to touch ${store}`, ts(`apps/${app}`), text);
      else refuses(`${app} to touch ${store}`, ts(`apps/${app}`), text, KIND);
    }
  }
  refuses('an app in a tool', ts('tools/migrate'), use('@analytics/ingestion'), APP);
  refuses('an app in the end-to-end tests', ts('apps/e2e', '.e2e-spec.ts'), use('@analytics/query-api'), APP);

  it('knows the stores of every app there is', () => {
    const unknown = apps.filter((app) => app !== 'e2e' && APP_STORES[app] === undefined);
    assert.deepEqual(unknown, [], 'add the app to APP_STORES in lint/boundaries.mjs');
  });
});

describe('drivers', () => {
  const SAMPLE = {
    kafka: 'kafkajs',
    clickhouse: '@clickhouse/client',
    postgres: 'typeorm',
    redis: 'ioredis',
    s3: '@aws-sdk/client-s3',
  };
  for (const [store, driver] of Object.entries(SAMPLE)) {
    allows(`${driver} in infra/${store}`, ts(`libs/infra/${store}`), use(driver));
    const other = store === 'kafka' ? 'redis' : 'kafka';
    for (const folder of [
      `libs/infra/${other}`,
      'libs/contracts',
      'libs/domain',
      'libs/service-kit',
      'apps/ingestion',
    ]) {
      bans(`${driver} in ${folder}`, ts(folder), use(driver));
    }
  }
  bans('pg outside infra/postgres', ts('libs/infra/redis'), use('pg'));
  bans('a codec of kafkajs outside infra/kafka', ts('libs/infra/s3'), use('@2l/kafkajs-lz4'));
  for (const folder of ['libs/contracts', 'libs/domain']) {
    bans(`the framework in ${folder}`, ts(folder), use('@nestjs/common'));
  }
  allows('the framework in a service', ts('apps/ingestion'), use('@nestjs/common'));
});

describe('paths', () => {
  refuses('a relative path into another project', ts('libs/service-kit'), use('../../../domain/src/index'), RELATIVE);
  refuses('a package nobody declared', ts('libs/domain'), use('iterare'), UNDECLARED);
  allows('a relative path inside the project', ts('libs/domain'), use('../errors/domain-error'));
});
