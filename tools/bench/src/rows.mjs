import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const GROUPS = ['apps', 'libs', 'libs/infra', 'tools'];

/** Files in the `bench` folder of a project; those without rows serve the others. */
function benchFiles(root) {
  return GROUPS.flatMap((group) => {
    const folder = path.join(root, group);
    const projects = existsSync(folder) ? readdirSync(folder) : [];
    return projects.map((name) => path.join(folder, name, 'bench')).filter((place) => existsSync(place));
  }).flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.endsWith('.mjs') && !name.endsWith('.server.mjs'))
      .sort()
      .map((name) => path.join(place, name)),
  );
}

const listed = (value) => (Array.isArray(value) ? value : [value]);

/** A program of its own that ends with one line of JSON, `{ id, value, goal }`; which row it is stands in its text. */
function scriptRow(file, text) {
  const id = /JSON\.stringify\(\{ id: '([\w-]+)'/.exec(text)?.[1];
  return id === undefined ? [] : [{ id, what: path.basename(file, '.mjs').replaceAll('-', ' '), file, script: true }];
}

/** What a script printed last, as a row's result. */
export function scriptResult(output) {
  const last = output.trim().split('\n').at(-1) ?? '';
  try {
    const { value, goal, detail } = JSON.parse(last);
    const notes = detail === undefined ? [] : [JSON.stringify(detail)];
    return { value: listed(value), goal: listed(goal), notes };
  } catch {
    return { failed: `it did not end with a line of JSON but with "${last.slice(0, 200)}"` };
  }
}

/** Every row there is, `{ id, what, unit, goal, file }`, ordered by id. */
export async function allRows(root) {
  const rows = [];
  for (const file of benchFiles(root)) {
    const text = readFileSync(file, 'utf8');
    if (!text.includes('export const rows')) {
      rows.push(...scriptRow(file, text));
      continue;
    }
    const { rows: own } = await import(pathToFileURL(file).href);
    rows.push(
      ...own.map(({ id, what, unit, goal, atLeast, onlyWhenAsked }) => ({
        id,
        what,
        unit,
        goal,
        atLeast,
        onlyWhenAsked,
        file,
      })),
    );
  }
  const twice = rows.find(({ id }, index) => rows.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) throw new Error(`two rows are called ${twice.id}`);
  return rows.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}
