module.exports = { ...require('../../../jest.preset.js'), displayName: 'infra-postgres', rootDir: __dirname };
