// Names of the installed packages that are ES modules: everything else skips the transformer, which keeps jest fast.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

function isEsmPackage(folder) {
  const manifest = path.join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
}

module.exports = function esmPackages(root) {
  const modules = path.join(root, 'node_modules');
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules)
    .filter((name) => !name.startsWith('.') && name !== '@analytics')
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(modules, name)).map((sub) => `${name}/${sub}`) : [name],
    );
  return names.filter((name) => isEsmPackage(path.join(modules, name)));
};
