const preset = require('../../jest.preset.js');
const swc = require('../../tools/jest/swc-options.js');

// The page's tests are pure: what needs a browser is tested by the journeys of apps/e2e in a real one.
const page = {
  ...swc,
  jsc: {
    ...swc.jsc,
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic' } },
  },
};

module.exports = {
  ...preset,
  displayName: 'console-web',
  rootDir: __dirname,
  testMatch: ['**/src/**/*.spec.ts', '**/src/**/*.spec.tsx'],
  transform: { ...preset.transform, '^.+\\.tsx?$': ['@swc/jest', page] },
  moduleNameMapper: { '\\.css$': '<rootDir>/jest.css.cjs' },
  setupFiles: [],
};
