module.exports = { ...require('../../jest.preset.js'), displayName: 'stream-processor', rootDir: __dirname };
