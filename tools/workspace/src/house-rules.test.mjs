// Every house rule that lint keeps: a planted violation is refused by that rule, the clean counterpart passes.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { workspaceLinter } from './lint/lint-text.mjs';

let linter;
before(async () => {
  linter = await workspaceLinter();
});

const APP = 'apps/query-api/src/planted/planted.service.ts';
const APP_SPEC = 'apps/query-api/src/planted/planted.spec.ts';
const LIB = 'libs/domain/src/planted/planted.ts';
const TOOL = 'tools/local-stack/src/planted.mjs';
const CONFIG = 'libs/service-kit/src/config/planted.ts';
const TYPED = 'libs/domain/src/index.ts';

const lines = (count) => Array.from({ length: count }, (_, at) => `export const line${at} = ${at};`).join('\n');
const longFunction = (count) => `export function long(): void {\n${'  void 0;\n'.repeat(count)}}\n`;
const classOf = (count) =>
  `export class Planted {\n  constructor(${Array.from({ length: count }, (_, at) => `readonly part${at}: string`).join(', ')}) {}\n}\n`;
const SYNTAX = 'no-restricted-syntax';
const ENV = "export const port = process.env['PORT'];\n";

/** rule, what is refused, where, the violation, the clean counterpart */
const RULES = [
  ['no-restricted-properties', 'reading the environment in an app', APP, ENV, 'export const port = process.pid;\n'],
  ['no-restricted-properties', 'taking the environment apart', LIB, 'export const { env } = process;\n', lines(1)],
  [
    'no-restricted-imports',
    'importing the environment',
    LIB,
    "import { env } from 'node:process';\nexport const e = env;\n",
    "import { uptime } from 'node:process';\nexport const u = uptime;\n",
  ],
  [
    'curly',
    'a branch over two lines without braces',
    LIB,
    'export function f(a: boolean): number {\n  if (a)\n    return 1;\n  return 2;\n}\n',
    'export function f(a: boolean): number {\n  if (a) return 1;\n  return 2;\n}\n',
  ],
  [
    'eqeqeq',
    'comparing with ==',
    LIB,
    'export const f = (a: number): boolean => a == 1;\n',
    'export const f = (a: number): boolean => a === 1;\n',
  ],
  ['no-console', 'console in a service', APP, "console.log('x');\n", "process.stdout.write('x');\n"],
  [SYNTAX, 'a default export', LIB, 'export default 1;\n', 'export const one = 1;\n'],
  [
    SYNTAX,
    'an interface with an I',
    LIB,
    'export interface IThing { a: string }\n',
    'export interface Item { a: string }\n',
  ],
  [SYNTAX, 'six constructor dependencies', APP, classOf(6), classOf(5)],
  [
    SYNTAX,
    'a singleton',
    APP,
    'export class Planted {\n  static getInstance(): Planted {\n    return new Planted();\n  }\n}\n',
    'export class Planted {\n  static of(): Planted {\n    return new Planted();\n  }\n}\n',
  ],
  [
    SYNTAX,
    'deciding by the text of a message',
    APP,
    "export const lost = (error: Error) => error.message.includes('ECONN');\n",
    "export const lost = (error: { code: string }) => error.code === 'ECONNRESET';\n",
  ],
  [SYNTAX, 'checking whom the code called', APP_SPEC, 'expect(1).toHaveBeenCalledWith(1);\n', 'expect(1).toBe(1);\n'],
  [SYNTAX, 'a module mock', APP_SPEC, "jest.mock('./store');\n", 'jest.setTimeout(1000);\n'],
  [
    SYNTAX,
    'a focused test',
    APP_SPEC,
    "it.only('x', () => expect(1).toBe(1));\n",
    "it('x', () => expect(1).toBe(1));\n",
  ],
  ['no-eval', 'eval', TOOL, "eval('1');\n", "Number('1');\n"],
  ['no-implied-eval', 'a timer with text', TOOL, "setTimeout('1', 1);\n", 'setTimeout(() => {}, 1);\n'],
  [
    'no-new-func',
    'making a function from text',
    LIB,
    "export const f = new Function('return 1');\n",
    'export const f = () => 1;\n',
  ],
  ['max-lines', 'a file of 351 lines', LIB, lines(351), lines(350)],
  ['max-lines-per-function', 'a function of 71 lines', LIB, longFunction(69), longFunction(68)],
  [
    '@typescript-eslint/no-explicit-any',
    'any',
    LIB,
    'export const a = (b: any): string => b;\n',
    'export const a = (b: string): string => b;\n',
  ],
  [
    '@typescript-eslint/no-unused-vars',
    'what nobody uses',
    LIB,
    'const left = 1;\nexport const a = 2;\n',
    'const left = 1;\nexport const a = left;\n',
  ],
  ['no-undef', 'a name that does not exist in a tool', TOOL, 'nowhere();\n', 'void fetch;\n'],
];

describe('house rules', () => {
  for (const [rule, what, file, violation, clean] of RULES) {
    it(`refuses ${what}`, async () => {
      const rules = (await linter.lint(file, violation)).map((message) => message.rule);
      assert.ok(rules.includes(rule), `expected ${rule}, got ${rules.join(', ') || 'nothing'}`);
      assert.deepEqual(await linter.lint(file, clean), []);
    });
  }

  it('lets the configuration loader and the tools read the environment', async () => {
    assert.deepEqual(await linter.lint(CONFIG, ENV), []);
    assert.deepEqual(await linter.lint('libs/testing/src/planted.ts', ENV), []);
    assert.deepEqual(await linter.lint(TOOL, ENV), []);
  });

  it('lets a spec hold long functions', async () => {
    assert.deepEqual(await linter.lint(APP_SPEC, longFunction(100)), []);
  });
});

describe('names of files and folders', () => {
  const REFUSED = [
    'libs/domain/src/funnels/funnelResult.ts',
    'libs/domain/src/funnels/funnel_result.ts',
    'libs/domain/src/Funnels/funnel.ts',
    'libs/domain/src/utils.ts',
    'libs/domain/src/helpers/time.ts',
    'apps/query-api/src/common/time.ts',
    'tools/seed/src/util.ts',
  ];
  for (const file of REFUSED) {
    it(`refuses ${file}`, async () => {
      const rules = (await linter.lint(file, lines(1))).map((message) => message.rule);
      assert.deepEqual(rules, ['house/file-name']);
    });
  }
  for (const file of ['libs/domain/src/funnels/funnel.sql.spec.ts', 'libs/domain/src/funnels/funnel-result.ts']) {
    it(`allows ${file}`, async () => assert.deepEqual(await linter.lint(file, lines(1)), []));
  }
});

describe('rules that need types', () => {
  const TYPES = [
    [
      '@typescript-eslint/no-floating-promises',
      'async function f(): Promise<void> {}\nexport const g = () => {\n  f();\n};\n',
      'async function f(): Promise<void> {}\nexport const g = () => {\n  void f();\n};\n',
    ],
    [
      '@typescript-eslint/no-misused-promises',
      'async function f(): Promise<boolean> {\n  return true;\n}\nexport const g = () => (f() ? 1 : 2);\n',
      'async function f(): Promise<boolean> {\n  return true;\n}\nexport const g = async () => ((await f()) ? 1 : 2);\n',
    ],
    [
      '@typescript-eslint/await-thenable',
      'export const g = async () => await 1;\n',
      'export const g = async () => await Promise.resolve(1);\n',
    ],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      "export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n      break;\n  }\n}\n",
      "export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n    case 'y':\n      break;\n  }\n}\n",
    ],
  ];
  for (const [rule, violation, clean] of TYPES) {
    it(`keeps ${rule}`, async () => {
      const rules = (await linter.lintTyped(TYPED, violation)).map((message) => message.rule);
      assert.deepEqual(rules, [rule]);
      assert.deepEqual(await linter.lintTyped(TYPED, clean), []);
    });
  }
});
