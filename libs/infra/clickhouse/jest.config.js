module.exports = { ...require('../../../jest.preset.js'), displayName: 'infra-clickhouse', rootDir: __dirname };
