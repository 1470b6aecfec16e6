// What was measured when the numbers were last looked at and agreed to: a drift from there is shown, good or bad.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const DRIFT = 0.2;

export const readAccepted = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : {});

export function accept(file, results, now = new Date()) {
  const known = readAccepted(file);
  const rows = { ...known };
  for (const { id, value } of results) rows[id] = { value, on: now.toISOString().slice(0, 10) };
  const ordered = Object.keys(rows).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  // A row a line, as the house formats it: a change is seen for what it is.
  const lines = ordered.map((id) => `    ${JSON.stringify(id)}: ${lineOf(rows[id])}`);
  writeFileSync(file, `{\n  "rows": {\n${lines.join(',\n')}\n  }\n}\n`);
}

const lineOf = ({ value, on }) => `{ "value": [${value.join(', ')}], "on": ${JSON.stringify(on)} }`;

/** One sentence for each value that is more than a fifth away from the accepted one. */
export function driftsOf(results, accepted) {
  return results.flatMap(({ id, value }) => {
    const before = accepted[id]?.value ?? [];
    return value.flatMap((now, index) => {
      const then = before[index];
      if (then === undefined || Math.abs(now - then) <= DRIFT * Math.abs(then)) return [];
      const by =
        then === 0 ? '' : `, ${now > then ? '+' : '−'}${Math.round((100 * Math.abs(now - then)) / Math.abs(then))} %`;
      return [`${id} is ${now} and was ${then} on ${accepted[id].on}${by}`];
    });
  });
}
