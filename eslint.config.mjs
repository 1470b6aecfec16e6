import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { boundaries } from './tools/workspace/src/lint/boundaries.mjs';
import house from './tools/workspace/src/lint/house-plugin.mjs';
import { houseSyntax, specSyntax } from './tools/workspace/src/lint/house-syntax.mjs';

const root = import.meta.dirname;
const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/*.e2e-spec.ts', '**/*.test.mjs'];
const PRODUCT = ['apps/**/*.{ts,tsx}', 'libs/**/*.ts'];
const READS_ENVIRONMENT = [
  'libs/service-kit/src/config/**',
  'libs/service-kit/**/*.{spec,fixture}.ts',
  'libs/testing/**',
  'tools/**',
  'apps/e2e/**',
];

const projectFolders = ['apps', 'libs', 'libs/infra', 'libs/sdk', 'tools'].flatMap((group) =>
  existsSync(path.join(root, group)) ? readdirSync(path.join(root, group)).map((name) => `${group}/${name}`) : [],
);

// One TypeScript program per project (its specs' configuration sees every file), so a lint of one project loads one program.
const typedProjects = projectFolders
  .filter((folder) => existsSync(path.join(root, folder, 'tsconfig.spec.json')))
  .map((folder) => ({
    files: [`${folder}/src/**/*.{ts,tsx}`],
    languageOptions: { parserOptions: { project: `${folder}/tsconfig.spec.json`, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  }));

const nodeGlobals = Object.fromEntries(
  'AbortController AbortSignal Buffer TextDecoder TextEncoder URL URLSearchParams clearImmediate clearInterval clearTimeout console fetch performance process queueMicrotask setImmediate setInterval setTimeout structuredClone Response Request Headers ReadableStream DOMException crypto'
    .split(' ')
    .map((name) => [name, 'readonly']),
);

export default [
  { ignores: ['**/dist/**', '**/coverage/**', '**/node_modules/**', '.nx/**', '.local/**', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  { files: ['**/*.{js,cjs,mjs}'], ...js.configs.recommended, languageOptions: { globals: nodeGlobals } },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        ...nodeGlobals,
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        __filename: 'readonly',
      },
    },
  },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  ...typedProjects,

  {
    files: ['**/*.{ts,tsx,js,cjs,mjs}'],
    plugins: { house },
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'max-lines': ['error', { max: 350 }],
      'max-lines-per-function': ['error', { max: 70, IIFEs: true }],
      'house/file-name': 'error',
    },
  },
  { files: SPECS, rules: { 'max-lines-per-function': 'off' } },
  // Derived from the event schemas, one type each: nobody reads it top to bottom.
  { files: ['libs/contracts/src/catalogue/event-data.ts'], rules: { 'max-lines': 'off' } },

  {
    files: PRODUCT,
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...houseSyntax],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: SPECS.map((pattern) => `{apps,libs,tools}/${pattern}`),
    rules: { 'no-restricted-syntax': ['error', ...specSyntax] },
  },

  {
    files: [...PRODUCT, '*.{js,mjs}', '{apps,libs}/**/*.{js,cjs,mjs}'],
    ignores: READS_ENVIRONMENT,
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Configuration is read in libs/service-kit/src/config only: take a config class.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:process', 'process'].map((name) => ({
            name,
            importNames: ['env'],
            message: 'Configuration is read in libs/service-kit/src/config only: take a config class.',
          })),
        },
      ],
    },
  },

  // What crosses a wire is a type to these: meaning must not depend on a wire's constants, a browser must not carry them.
  {
    files: ['libs/domain/**/*.ts', 'apps/console-web/**/*.{ts,tsx}', 'libs/sdk/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@analytics/contracts'],
              allowTypeImports: true,
              message: 'Only types of the contracts may be used here: write `import type`.',
            },
          ],
        },
      ],
    },
  },

  {
    files: ['apps/console-web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },

  {
    files: ['**/*.{ts,tsx,js,cjs,mjs}'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries({ specs: false })] },
  },
  {
    files: [...SPECS, '**/*.fixture.ts'],
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries({ specs: true })] },
  },
  // Each project's jest configuration takes the preset from the root of the workspace, which is no project.
  { files: ['**/jest.config.{js,cjs}'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  prettier,
  // `curly` is switched off by the formatter's preset because some of its options quarrel with it; ours does not.
  { rules: { curly: ['error', 'multi-line'] } },
];
