import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../../..');
export const RESULTS = path.join(ROOT, '.local/results');
export const at = (...parts) => path.join(ROOT, ...parts);
/** A tool of the workspace, called by its file: no shell, no second npm in between. */
export const TOOLS = {
  nx: at('node_modules/nx/dist/bin/nx.js'),
  jest: at('node_modules/jest/bin/jest.js'),
  prettier: at('node_modules/prettier/bin/prettier.cjs'),
  tsc: at('node_modules/ts7/bin/tsc'),
  localStack: at('tools/local-stack/src/cli.mjs'),
};
/** No daemon that outlives the command, no colour codes in logs. */
export const QUIET = {
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  FORCE_COLOR: '0',
  // The pinned AWS SDK runs on Node 20; its note about later releases would stand between the results of every suite.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
