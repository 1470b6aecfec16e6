import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { boundaries } from './boundaries.mjs';

export const root = path.resolve(import.meta.dirname, '../../../..');

const TYPED_OFF = {
  languageOptions: { parserOptions: { project: null } },
  rules: {
    '@typescript-eslint/await-thenable': 'off',
    '@typescript-eslint/no-floating-promises': 'off',
    '@typescript-eslint/no-misused-promises': 'off',
    '@typescript-eslint/switch-exhaustiveness-check': 'off',
  },
};

// A cycle and an undeclared package are refused before tags and bans are looked at; without those the rule itself shows.
const pairs = (names) => names.flatMap((from) => names.map((to) => [from, to]));
const RULES_ALONE = {
  ...TYPED_OFF,
  rules: {
    ...TYPED_OFF.rules,
    '@nx/enforce-module-boundaries': [
      'error',
      {
        ...boundaries({ specs: false }),
        banTransitiveDependencies: false,
        ignoredCircularDependencies: pairs(['contracts', 'domain', 'service-kit', 'infra-kafka', 'testing']),
      },
    ],
  },
};

/** Lints texts as if they stood in the workspace, with the real configuration and the real project graph. */
export async function workspaceLinter() {
  process.env['NX_DAEMON'] = 'false';
  // Where CI is set, typescript-eslint takes types from the files on disk and would not see the texts given here.
  process.env['TSESTREE_SINGLE_RUN'] = 'false';
  // Without a graph on disk the boundary rule lets everything pass: it is written first.
  await createProjectGraphAsync({ exitOnError: false });
  const untyped = new ESLint({ cwd: root, overrideConfig: TYPED_OFF });
  const alone = new ESLint({ cwd: root, overrideConfig: RULES_ALONE });
  const typed = new ESLint({ cwd: root });
  const lint = async (eslint, file, text) => {
    const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
    return result.messages.map((message) => ({ rule: message.ruleId, text: message.message }));
  };
  return {
    /** A file that need not exist; rules that need types stay out. */
    lint: (file, text) => lint(untyped, file, text),
    /** The same where every project may use every installed package, unless a tag or a ban forbids it. */
    lintAlone: (file, text) => lint(alone, file, text),
    /** In place of an existing file, with the rules that need types. */
    lintTyped: (file, text) => lint(typed, file, text),
  };
}

export const hasProject = (folder) => existsSync(path.join(root, folder, 'package.json'));

export const projectsIn = (group) =>
  readdirSync(path.join(root, group)).filter((name) => hasProject(path.join(group, name)));
