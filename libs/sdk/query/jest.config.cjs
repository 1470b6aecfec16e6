/** The client is published as ES modules, whose imports name the compiled file. */
module.exports = {
  ...require('../../../jest.preset.js'),
  displayName: 'sdk-query',
  rootDir: __dirname,
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
