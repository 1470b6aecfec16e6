const path = require('node:path');
const esmPackages = require('./tools/jest/esm-packages.js');
const swc = require('./tools/jest/swc-options.js');

/** CommonJS packages that load a module with `import()`, which jest's loader refuses as well. */
const importing = ['@opentelemetry/otlp-exporter-base'];
const esm = [...esmPackages(__dirname), ...importing].map((name) => name.replaceAll('.', '\\.')).join('|');

module.exports = {
  testEnvironment: 'node',
  // A machine that also runs stores stalls for seconds at any place; a test that hangs is found all the same.
  testTimeout: 180_000,
  testMatch: ['**/src/**/*.spec.ts', '**/src/**/*.int-spec.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', swc],
    '^.+\\.m?js$': path.join(__dirname, 'tools/jest/esm-transform.js'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm})/)`],
  testEnvironmentOptions: { customExportConditions: ['@analytics/source', 'node', 'require', 'default'] },
  setupFiles: [require.resolve('reflect-metadata')],
  cacheDirectory: path.join(__dirname, 'node_modules/.cache/jest'),
};
