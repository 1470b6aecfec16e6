const { execFileSync } = require('node:child_process');
const path = require('node:path');

module.exports = () => {
  const compiler = path.join(__dirname, '../../node_modules/ts7/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', __dirname], { stdio: 'inherit' });
};
