import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { featureNames } from './names.mjs';
import { Refusal } from './refusal.mjs';
import { featureFiles } from './templates.mjs';

function appOf(root, folder) {
  const app = /^apps\/([a-z][a-z0-9-]*)\/?$/.exec(folder ?? '')?.[1];
  const apps = readdirSync(path.join(root, 'apps')).filter((name) =>
    existsSync(path.join(root, 'apps', name, 'src/app.module.ts')),
  );
  if (app === undefined || !apps.includes(app)) {
    throw new Refusal(`"${folder ?? ''}" is no app: take one of ${apps.map((name) => `apps/${name}`).join(', ')}.`);
  }
  return app;
}

const hasHttp = (root, app) => /\bhttpPort\b/.test(readFileSync(path.join(root, 'apps', app, 'src/config.ts'), 'utf8'));

/** Writes a new feature's files and lets the two libs export its rooms. Answers the files and the lines left to a person. */
export async function makeFeature({ root, folder, name, singular }) {
  const app = appOf(root, folder);
  const names = featureNames(name, singular);
  const files = featureFiles(names, app, { http: hasHttp(root, app) });
  const rooms = [...new Set(files.map(([file]) => path.dirname(file)))];
  const taken = rooms.find((room) => existsSync(path.join(root, room)));
  if (taken !== undefined) throw new Refusal(`${taken} is there already: nothing was written.`);

  const options = (await prettier.resolveConfig(path.join(root, 'package.json'))) ?? {};
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), await prettier.format(text, { ...options, parser: 'typescript' }));
  }
  for (const lib of ['contracts', 'domain']) {
    appendFileSync(
      path.join(root, 'libs', lib, 'src/index.ts'),
      `export * from './${names.plural}/${names.singular}';\n`,
    );
  }
  return {
    files: files.map(([file]) => file),
    toAdd: [
      `import { ${names.Plural}Module } from './${names.plural}/${names.plural}.module';`,
      `${names.Plural}Module in the \`imports\` of apps/${app}/src/app.module.ts`,
    ],
  };
}
