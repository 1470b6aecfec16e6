import { createRequire } from 'node:module';

const preset = createRequire(import.meta.url)('../../../jest.preset.js');

/** The client is published as ES modules, whose imports name the compiled file. */
export default {
  ...preset,
  displayName: 'sdk-query',
  rootDir: import.meta.dirname,
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
