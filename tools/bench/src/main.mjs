// `npm run bench [-- <row> …]`: measures rows, prints them with their goals, keeps them under .local/results.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allRows, scriptResult } from './rows.mjs';
import { accept, driftsOf, readAccepted } from './accepted.mjs';
import { missingAmong } from './not-measured.mjs';
import { commitNow, holds, machine, machineFacts, resultOf, tableOf } from './report.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const RESULTS = path.join(ROOT, '.local/results');
const say = (text) => process.stdout.write(`${text}\n`);

async function ended(child) {
  const stop = () => child.kill();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await once(child, 'close');
  process.off('SIGINT', stop).off('SIGTERM', stop);
}

async function measuredScript({ id, file }) {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output = (output + chunk).slice(-100_000)));
  await ended(child);
  return [{ id, ...scriptResult(output) }];
}

async function measured(file, rows) {
  if (rows[0].script) return measuredScript(rows[0]);
  const args = [file, ...rows.map(({ id }) => id)];
  const child = fork(path.join(import.meta.dirname, 'run-file.mjs'), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const found = [];
  child.on('message', (message) => found.push(message));
  await ended(child);
  return found;
}

const ACCEPTED = path.resolve(import.meta.dirname, '../accepted.json');

function written(results, missing) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `bench-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ rows: results.map(resultOf), not_measured: missing, machine: machineFacts(), commit: commitNow() })}\n`,
  );
  say(`\nWritten: ${path.relative(ROOT, file)}`);
}

/** The table, what drifted from the last accepted values, and what nothing measures. */
function told(results, missing = []) {
  say(`\n${tableOf(results)}\n`);
  for (const { id, notes = [] } of results) for (const note of notes) say(`${id}: ${note}`);
  for (const drift of driftsOf(results.map(resultOf), readAccepted(ACCEPTED))) say(`drift: ${drift}`);
  for (const { id, reason } of missing) say(`not measured, ${id}: ${reason}`);
  written(results, missing);
}

const ACCEPT = '--accept';
const asked = process.argv.slice(2).filter((word) => word !== ACCEPT);
const accepting = process.argv.includes(ACCEPT);
if (asked[0] === 'queries') {
  say(machine());
  const { measureQueries } = await import('./queries/measure-queries.mjs');
  const results = await measureQueries(asked.slice(1), say);
  told(results);
  if (accepting) accept(ACCEPTED, results.map(resultOf));
  process.exit(results.every(holds) ? 0 : 1);
}
const rows = await allRows(ROOT);
const unknown = asked.filter((id) => !rows.some((row) => row.id === id));
if (unknown.length > 0) {
  say(`There is no row ${unknown.join(', ')}: there are ${rows.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}
// Some take so long that nobody wants them by the way.
const chosen = rows.filter(({ id, onlyWhenAsked }) =>
  asked.length === 0 ? onlyWhenAsked !== true : asked.includes(id),
);
const results = [];
const failures = [];
say(machine());
for (const file of new Set(chosen.map((row) => row.file))) {
  const own = chosen.filter((row) => row.file === file);
  say(`measuring ${own.map(({ id }) => id).join(', ')} …`);
  const found = await measured(file, own);
  for (const row of own) {
    const result = found.find(({ id }) => id === row.id) ?? { failed: 'it ended before it was measured' };
    if (result.failed === undefined) results.push({ ...row, ...result });
    else failures.push(`${row.id}: ${result.failed}`);
  }
}
const order = (a, b) => rows.findIndex(({ id }) => id === a.id) - rows.findIndex(({ id }) => id === b.id);
results.sort(order);
if (results.length > 0) told(results, asked.length === 0 ? missingAmong(rows) : []);
if (accepting) accept(ACCEPTED, results.map(resultOf));
for (const failure of failures) {
  say(`could not be measured, ${failure}\nThe bench measures built code: npm test or npm start build it.`);
}
process.exit(failures.length > 0 || !results.every(holds) ? 1 : 0);
