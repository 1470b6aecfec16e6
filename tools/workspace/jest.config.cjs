module.exports = { ...require('../../jest.preset.js'), displayName: 'tool-workspace', rootDir: __dirname };
