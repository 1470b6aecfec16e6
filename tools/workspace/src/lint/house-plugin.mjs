import path from 'node:path';

const FILE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const VAGUE = /^(utils?|common|helpers?|misc|shared|lib)$/;

function problemOf(relative) {
  const segments = relative.split(path.sep);
  const file = segments.pop();
  const name = file.split('.')[0];
  const vague = [...segments.slice(segments.indexOf('src') + 1), name].find((part) => VAGUE.test(part));
  if (vague !== undefined) return { messageId: 'vague', data: { name: vague } };
  if (!FILE.test(file)) return { messageId: 'case', data: { name: file } };
  const folder = segments.find((part) => !FOLDER.test(part));
  return folder === undefined ? undefined : { messageId: 'case', data: { name: folder } };
}

/** File and folder names: kebab-case, and words that tell the content. */
const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      case: '"{{name}}" is not kebab-case with a role suffix (like price-list.service.ts).',
      vague: '"{{name}}" does not say what is inside: name the file or folder after its content.',
    },
  },
  create(context) {
    const relative = path.relative(context.cwd, context.physicalFilename ?? context.filename);
    const insideProject = /^(apps|libs|tools)[\\/]/.test(projectPath(relative, context.cwd));
    return {
      Program(node) {
        const problem = insideProject ? problemOf(projectPath(relative, context.cwd)) : undefined;
        if (problem !== undefined) context.report({ node, loc: { line: 1, column: 0 }, ...problem });
      },
    };
  },
};

// Nx runs eslint inside a project's folder: the path is made relative to the workspace again.
function projectPath(relative, cwd) {
  const root = path.resolve(import.meta.dirname, '../../../..');
  return path.relative(root, path.resolve(cwd, relative));
}

export default { rules: { 'file-name': fileName } };
