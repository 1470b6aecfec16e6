import { execFileSync } from 'node:child_process';
import os from 'node:os';

const round = (value) => Number(value.toPrecision(4));
const shown = (values, unit) => values.map((value) => `${Number(value.toPrecision(3))}${unit}`).join(', ');

/** A goal is an upper bound of the value in its place, or with `atLeast` a lower one. */
export const holds = ({ value, goal, atLeast = false }) =>
  goal.every((bound, index) => (atLeast ? value[index] >= bound : value[index] <= bound));

export const resultOf = ({ id, value, goal, atLeast }) => ({
  id,
  value: value.map(round),
  goal,
  holds: holds({ value, goal, atLeast }),
});

/** The same for programs. */
export function machineFacts() {
  const [{ model = 'unknown' } = {}] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return {
    node: process.versions.node,
    cores: os.cpus().length,
    cpu: model.trim(),
    memory_gb: memory,
    load: os.loadavg()[0],
  };
}

/** Of what a result is. */
export function commitNow() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return undefined;
  }
}

/** What the numbers depend on. */
export function machine() {
  const [{ model = 'unknown' } = {}] = os.cpus();
  const load = os.loadavg()[0].toFixed(1);
  return `Node ${process.versions.node}, ${os.cpus().length} × ${model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB, load ${load}`;
}

export function tableOf(rows) {
  const lines = rows.map(({ id, what, unit = '', value, goal, atLeast }) => [
    id,
    shown(value, unit),
    `${atLeast ? '≥' : '≤'} ${shown(goal, unit)}`,
    holds({ value, goal, atLeast }) ? 'holds' : 'MISSED',
    what,
  ]);
  const head = ['row', 'value', 'goal', 'verdict', 'what'];
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => [...line[column]].length)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat(widths[column] - [...cell].length))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
