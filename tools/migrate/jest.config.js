module.exports = { ...require('../../jest.preset.js'), displayName: 'tool-migrate', rootDir: __dirname };
