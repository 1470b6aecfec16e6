import os from 'node:os';

export function machine() {
  const [{ model = 'unknown' } = {}] = os.cpus();
  return `Node ${process.versions.node}, ${os.cpus().length} × ${model.trim()}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GB, load ${os.loadavg()[0].toFixed(1)}`;
}

const seconds = (ms) => (ms === undefined ? '' : `${(ms / 1_000).toFixed(1)} s`);

export function tableOf(results) {
  return columns([
    ['row', 'verdict', 'right again', 'fault'],
    ...results.map(({ id, verdict, recoveredMs, title }) => [id, verdict, seconds(recoveredMs), title]),
  ]);
}

export function listing(rows) {
  return columns([
    ['row', 'group', 'smoke', 'how', 'fault'],
    ...rows.map(({ id, group, smoke, title, missing, ...how }) => [
      id,
      group,
      smoke ? 'yes' : '',
      missing !== undefined ? 'not run' : howOf(how),
      missing === undefined ? title : `${title}: ${missing}`,
    ]),
  ]);
}

const howOf = ({ specs, soakMinutes }) =>
  specs !== undefined ? 'specs' : soakMinutes !== undefined ? 'soak' : 'whole product';

function columns(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
