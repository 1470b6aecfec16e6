module.exports = { ...require('../../../jest.preset.js'), displayName: 'infra-redis', rootDir: __dirname };
