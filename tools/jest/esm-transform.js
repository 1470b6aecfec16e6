// Nest 12 and a few others ship as ES modules. Node loads them through require(esm), jest's own loader does not,
// so their files (and only theirs) are turned into CommonJS on the way in. Removable when jest can require ES modules
// on every Node we support (jestjs/jest#16074: Node >= 24.9 with a flag today).
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const swc = require('@swc/jest');

const toCommonJs = swc.createTransformer({
  module: { type: 'commonjs' },
  sourceMaps: false,
  jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } },
});

const esmFolders = new Map();
function folderIsEsm(folder) {
  const known = esmFolders.get(folder);
  if (known !== undefined) return known;
  const manifest = path.join(folder, 'package.json');
  const parent = path.dirname(folder);
  let answer = false;
  if (existsSync(manifest)) answer = JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  else if (parent !== folder) answer = folderIsEsm(parent);
  esmFolders.set(folder, answer);
  return answer;
}

function isEsm(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  return folderIsEsm(path.dirname(file));
}

/** A call of `import()` in CommonJS code becomes an asynchronous `require`. */
const needsTransform = (source, file) => isEsm(file) || /\bimport\(/.test(source);

module.exports = {
  canInstrument: false,
  getCacheKey: (source, file, options) =>
    needsTransform(source, file)
      ? toCommonJs.getCacheKey(source, file, options)
      : createHash('sha256').update(`plain${file}${source}`).digest('hex'),
  process: (source, file, options) =>
    needsTransform(source, file) ? toCommonJs.process(source, file, options) : { code: source },
};
