module.exports = { ...require('../../jest.preset.js'), displayName: 'tool-local-stack', rootDir: __dirname };
