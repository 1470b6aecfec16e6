import os from 'node:os';

const round = (value) => Number(value.toPrecision(4));
const shown = (values, unit) => values.map((value) => `${Number(value.toPrecision(3))}${unit}`).join(', ');

/** A goal is an upper bound of the value in its place. */
export const holds = ({ value, goal }) => goal.every((bound, index) => value[index] <= bound);

export const resultOf = ({ id, value, goal }) => ({ id, value: value.map(round), goal, holds: holds({ value, goal }) });

/** What the numbers depend on. */
export function machine() {
  const [{ model = 'unknown' } = {}] = os.cpus();
  const load = os.loadavg()[0].toFixed(1);
  return `Node ${process.versions.node}, ${os.cpus().length} × ${model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB, load ${load}`;
}

export function tableOf(rows) {
  const lines = rows.map(({ id, what, unit = '', value, goal }) => [
    id,
    shown(value, unit),
    `≤ ${shown(goal, unit)}`,
    holds({ value, goal }) ? 'holds' : 'MISSED',
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
