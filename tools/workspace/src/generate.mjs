// `npm run generate`: writes what is derived from source. `--check` writes nothing and fails when something would change.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { EVENT_TYPES_FILE, eventTypes } from './reference/event-types.mjs';
import { configClasses } from './reference/config-classes.mjs';
import { configurationPage } from './reference/configuration-page.mjs';
import { productSources } from './reference/sources.mjs';
import { runNode } from './run/child.mjs';
import { at, ROOT } from './run/workspace.mjs';

/** An app that offers `dist/openapi.js` prints its OpenAPI document there; the others have no HTTP surface. */
async function openApiDocuments() {
  const documents = [];
  for (const app of readdirSync(at('apps')).sort()) {
    const script = at('apps', app, 'dist/openapi.js');
    if (!existsSync(script)) continue;
    const { code, output } = await runNode(script, [], { limitMs: 60_000 });
    if (code !== 0) throw new Error(`apps/${app}: its OpenAPI document could not be made\n${output.slice(-2000)}`);
    documents.push([`docs/openapi/${app}.json`, output]);
  }
  return documents;
}

async function formatted(file, text) {
  const options = (await prettier.resolveConfig(at(file))) ?? {};
  return prettier.format(text, { ...options, filepath: at(file) });
}

// The page is only as good as its sentences, so a variable without one is refused rather than printed empty.
function describedClasses() {
  const classes = configClasses(productSources());
  const silent = [...classes.values()].flatMap(({ path: file, variables }) =>
    variables.filter(({ sentence }) => sentence === '').map(({ name }) => `${name} (${file})`),
  );
  if (silent.length > 0) throw new Error(`Variables without a sentence that explains them: ${silent.join(', ')}`);
  return classes;
}

async function generated() {
  const files = [
    ['docs/configuration.md', configurationPage(describedClasses())],
    [EVENT_TYPES_FILE, eventTypes(ROOT)],
    ...(await openApiDocuments()),
  ];
  return Promise.all(files.map(async ([file, text]) => [file, await formatted(file, text)]));
}

const checkOnly = process.argv.includes('--check');
const stale = [];
for (const [file, text] of await generated()) {
  const now = existsSync(at(file)) ? readFileSync(at(file), 'utf8') : undefined;
  if (now === text) continue;
  stale.push(file);
  if (checkOnly) continue;
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
}
const named = stale.map((file) => path.relative(ROOT, at(file))).join(', ');
if (stale.length === 0) process.stdout.write('Generated files are up to date.\n');
else if (checkOnly) process.stdout.write(`Not up to date: ${named}. Run \`npm run generate\` and commit the result.\n`);
else process.stdout.write(`Written: ${named}\n`);
process.exitCode = checkOnly && stale.length > 0 ? 1 : 0;
