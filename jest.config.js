// All suites of the workspace in one run, so that its workers are shared; `npm test` calls it.
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');

const groups = ['apps', 'libs', 'libs/infra', 'libs/sdk', 'tools'];
const projects = groups
  .filter((group) => existsSync(path.join(__dirname, group)))
  .flatMap((group) => readdirSync(path.join(__dirname, group)).map((name) => `${group}/${name}/jest.config`))
  .flatMap((config) => [`${config}.js`, `${config}.cjs`])
  .filter((config) => existsSync(path.join(__dirname, config)));

// Jest takes the limit of a test from the configuration of the run, not from those of its projects.
const { testTimeout } = require('./jest.preset.js');

module.exports = { projects: projects.map((config) => `<rootDir>/${config}`), maxWorkers: 2, testTimeout };
