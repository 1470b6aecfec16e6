module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'e2e',
  rootDir: __dirname,
  maxWorkers: 1,
  testTimeout: 300_000,
  globalSetup: '<rootDir>/src/stack/shared-stacks.setup.ts',
  globalTeardown: '<rootDir>/src/stack/shared-stacks.teardown.ts',
};
