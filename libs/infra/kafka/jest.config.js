module.exports = { ...require('../../../jest.preset.js'), displayName: 'infra-kafka', rootDir: __dirname };
