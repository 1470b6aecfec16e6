module.exports = { ...require('../../jest.preset.js'), displayName: 'pipeline-worker', rootDir: __dirname };
