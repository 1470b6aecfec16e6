module.exports = { ...require('../../../jest.preset.js'), displayName: 'infra-s3', rootDir: __dirname };
