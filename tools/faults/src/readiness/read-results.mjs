import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const KINDS = {
  load: /^load-.*\.json$/,
  bench: /^bench-.*\.json$/,
  mutants: /^mutants\.json$/,
  soak: /^soak.*\.json$/,
};

/** Every result that lies there, with its date and the machine as far as it says. */
export function readResults(folder) {
  const found = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  found.faults = [];
  if (!existsSync(folder)) return found;
  for (const name of readdirSync(folder).sort()) {
    const kind = Object.keys(KINDS).find((one) => KINDS[one].test(name));
    if (kind !== undefined) found[kind].push(resultOf(path.join(folder, name)));
  }
  const rows = path.join(folder, 'faults');
  if (existsSync(rows)) {
    found.faults = readdirSync(rows)
      .filter((name) => name.endsWith('.json'))
      .map((name) => resultOf(path.join(rows, name)));
  }
  return found;
}

function resultOf(file) {
  const body = JSON.parse(readFileSync(file, 'utf8'));
  const written = statSync(file).mtime.toISOString();
  return {
    file: path.basename(file),
    date: body.date ?? body.started ?? written,
    machine: machineOf(body.machine),
    commit: body.commit,
    body,
  };
}

function machineOf(machine) {
  if (machine === undefined || typeof machine === 'string') return machine;
  return `Node ${machine.node}, ${machine.cores} × ${machine.cpu}, ${machine.memory_gb} GB`;
}
