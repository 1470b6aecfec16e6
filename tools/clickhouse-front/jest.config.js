module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'tool-clickhouse-front',
  rootDir: __dirname,
  // The suites start the compiled program, so that the engine never enters a test's own process.
  globalSetup: require.resolve('./jest.build.js'),
};
