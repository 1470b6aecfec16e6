module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'e2e',
  rootDir: __dirname,
  testTimeout: 300_000,
  globalSetup: '<rootDir>/src/stack/shared-stacks.setup.ts',
  globalTeardown: '<rootDir>/src/stack/shared-stacks.teardown.ts',
};
