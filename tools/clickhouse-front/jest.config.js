module.exports = { ...require('../../jest.preset.js'), displayName: 'tool-clickhouse-front', rootDir: __dirname };
