module.exports = { ...require('../../jest.preset.js'), displayName: 'tool-seed', rootDir: __dirname };
