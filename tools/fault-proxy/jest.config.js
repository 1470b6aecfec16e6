module.exports = { ...require('../../jest.preset.js'), displayName: 'tool-fault-proxy', rootDir: __dirname };
