import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { EVENT_COPIES, MARTS, sql } from '@analytics/domain';
import { MIGRATIONS_FOLDER } from './clickhouse-migrations';
import { splitStatements } from './split-statements';

const VIEW = /^CREATE MATERIALIZED VIEW IF NOT EXISTS \{database\}\.(\w+) TO \{database\}\.(\w+) AS\s+(SELECT[\s\S]*)$/;
const OTHER_QUERY = /^ALTER TABLE \{database\}\.(\w+) MODIFY QUERY\s+(SELECT[\s\S]*)$/;
const statements = readdirSync(MIGRATIONS_FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .flatMap((name) => splitStatements(readFileSync(path.join(MIGRATIONS_FOLDER, name), 'utf8')));
const bare = statements.map((text) => text.replace(/^(--.*\n)+/, ''));
const latest = new Map(
  bare.map((text) => OTHER_QUERY.exec(text)).flatMap((match) => (match ? [[match[1]!, match[2]!]] : [])),
);
const views = bare.flatMap((text) => {
  const match = VIEW.exec(text);
  return match === null
    ? []
    : [{ view: match[1]!, target: match[2]!, select: flat(latest.get(match[1]!) ?? match[3]!) }];
});

describe('marts', () => {
  it('are each fed by the views that a rebuild repeats, and by no other', () => {
    const said = MARTS.flatMap(({ name, sources }) => sources.map(({ view }) => `${view} > ${name}`));
    const fed = views
      .filter(({ target }) => target.startsWith('mart_'))
      .map(({ view, target }) => `${view} > ${target}`);
    expect(said.sort()).toEqual(fed.sort());
  });

  const sources = MARTS.flatMap(({ sources: all }) => all.map((source) => ({ ...source })));
  it.each(sources)('are rebuilt from $facts with the very text of $view', ({ view, facts, select }) => {
    const from = {
      events: sql`events`,
      revenue_ledger: sql`revenue_ledger`,
      service_measurements: sql`service_measurements`,
    };
    expect(flat(select(from[facts]).text)).toBe(views.find((each) => each.view === view)?.select);
  });

  it.each(MARTS.map((mart) => ({ ...mart })))(
    '$name is described with the columns its view gives, in that order',
    ({ columns, sources }) => {
      const texts = sources.map(({ select }) => flat(select(sql`facts`).text));
      for (const text of texts) expect(namesOf(text)).toEqual(columns);
    },
  );
});

describe('copies of events', () => {
  it('are all that views fill beside marts', () => {
    const said = EVENT_COPIES.map(({ name, view }) => `${view} > ${name}`);
    const filled = views.filter(({ target }) => !target.startsWith('mart_'));
    expect(said.sort()).toEqual(filled.map(({ view, target }) => `${view} > ${target}`).sort());
  });

  it.each(EVENT_COPIES.map((copy) => ({ ...copy })))(
    '$name is filled again with the very text of its view',
    ({ view, select, columns }) => {
      expect(flat(select(sql`events`).text)).toBe(views.find((each) => each.view === view)?.select);
      expect(namesOf(flat(select(sql`facts`).text))).toEqual(columns);
    },
  );
});

function flat(text: string): string {
  return text.replaceAll('{database}.', '').replaceAll('`', '').replace(/\s+/g, ' ').trim();
}

/** The names of what is selected: behind AS, or the expression itself; commas inside brackets do not count. */
function namesOf(select: string): string[] {
  const list = select.slice('SELECT '.length, select.indexOf(' FROM facts'));
  const parts: string[] = [''];
  let depth = 0;
  for (const char of list) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim().split(' AS ').at(-1)!);
}
