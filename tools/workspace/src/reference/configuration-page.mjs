const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function defaultOf(variable) {
  if (variable.required) return '**required**';
  if (variable.default === undefined) return 'unset';
  if (variable.secret) return variable.default === '' ? 'empty' : 'set';
  if (variable.default === '') return 'empty';
  if (Array.isArray(variable.default) && variable.default.length === 0) return 'none';
  return `\`${Array.isArray(variable.default) ? variable.default.join(',') : variable.default}\``;
}

function row(variable) {
  const name = `\`${variable.name}\`${variable.secret ? ' (secret)' : ''}`;
  const yaml = variable.yaml === undefined ? '' : `\`${variable.yaml}\``;
  return `| ${[name, yaml, defaultOf(variable), variable.allowed.join(', '), variable.sentence].map(cell).join(' | ')} |`;
}

const table = (variables) =>
  variables.length === 0
    ? ''
    : [
        '| Variable | In the YAML file | Default | Allowed | Meaning |',
        '| --- | --- | --- | --- | --- |',
        ...variables.map(row),
      ].join('\n');

const NAMES = {
  BackgroundClickHouse: 'ClickHouse in the background',
  ClickHouse: 'ClickHouse',
  Http: 'HTTP',
  Jwt: 'JWT',
  Postgres: 'PostgreSQL',
};
const split = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2');
const titleOf = (name) => NAMES[name.replace(/Config$/, '')] ?? split(name.replace(/Config$/, ''));
const anchor = (name) => titleOf(name).toLowerCase().replaceAll(' ', '-');

/** The class with what it inherits, own variables last-wins by name of the property. */
function withInherited(found, classes) {
  const base = found.base === undefined ? undefined : classes.get(found.base);
  if (base === undefined) return found;
  const above = withInherited(base, classes);
  const own = new Set(found.variables.map((variable) => variable.property));
  const inherited = above.variables.filter((variable) => !own.has(variable.property));
  return {
    ...found,
    sentence: found.sentence || above.sentence,
    variables: [...found.variables, ...inherited.map((variable) => refinedBy(found, variable))],
    parts: [...above.parts, ...found.parts],
  };
}

const refinedBy = ({ refined }, variable) =>
  refined.has(variable.property) ? { ...variable, required: false, default: refined.get(variable.property) } : variable;

function partsBelow(names, classes, seen = new Set()) {
  for (const name of names) {
    if (seen.has(name) || !classes.has(name)) continue;
    seen.add(name);
    partsBelow(withInherited(classes.get(name), classes).parts, classes, seen);
  }
  return seen;
}

const HEAD = `# Configuration

Generated from source by \`npm run generate\`: change the configuration class, not this page.

Every value comes from the environment, or from the YAML file that \`ANALYTICS_CONFIG_FILE\` names (a variable wins over the
file). A service that starts is configured: a missing or impossible value ends it at once with the name of the variable,
never with its value.`;

/** The page: one section per app, then every reusable part once. */
export function configurationPage(classes) {
  const all = [...classes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const taken = new Set(all.flatMap((found) => found.parts));
  const apps = all
    .filter((found) => /^(apps|tools)\//.test(found.path) && !taken.has(found.name))
    .map((found) => withInherited(found, classes));
  const used = partsBelow(
    apps.flatMap((app) => app.parts),
    classes,
  );
  const sections = apps.map((app) => {
    const links = app.parts.map((part) => `[${titleOf(part)}](#${anchor(part)})`).join(', ');
    return [`## ${app.path.split('/')[1]}`, app.sentence, table(app.variables), links && `Further: ${links}.`];
  });
  const parts = [...used].map((name) => {
    const part = withInherited(classes.get(name), classes);
    return [`### ${titleOf(name)}`, part.sentence, table(part.variables)];
  });
  return [HEAD, ...sections.flat(), '## Parts', ...parts.flat()].filter((text) => text !== '').join('\n\n') + '\n';
}
