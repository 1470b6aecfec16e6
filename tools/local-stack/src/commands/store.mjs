import { mkdirSync } from 'node:fs';
import { STORES } from '../stores/catalogue.mjs';
import { startProgram } from '../supervisor/program.mjs';
import { storePorts } from '../stores/store-ports.mjs';
import { createData } from '../system/data-directory.mjs';
import { end, ownedBy } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';

/**
 * One store in the foreground, for tests that kill it: prints its entry as one line of JSON when it is ready, ends when
 * standard input ends or on a signal, and fails when the store does.
 */
export async function store({ positionals: [kind], values }) {
  const chosen = STORES.find(({ name }) => name === kind);
  if (chosen === undefined) {
    throw new Refusal(`Say which store: ${STORES.map(({ name }) => name).join(', ')}.`);
  }
  if (values['data-dir'] === undefined) throw new Refusal('Say where its data goes with --data-dir.');
  const data = createData(values['data-dir']);
  const owner = `${data.owner}#${chosen.name}`;
  await end(ownedBy(owner), { ask: chosen.stopSignal, graceMs: 5_000 });
  const fixed = values.port === undefined ? {} : { [chosen.name]: { port: values.port } };
  const ports = await storePorts(data, [chosen], fixed);
  const place = { dir: data.file(chosen.name), ports: ports[chosen.name] };
  mkdirSync(place.dir, { recursive: true, mode: 0o700 });
  return inForeground(chosen, place, { owner, logFile: data.file('logs', `${chosen.name}.log`) });
}

async function inForeground(chosen, place, options) {
  const stopped = untilToldToStop();
  const running = await startProgram(chosen, place, options);
  try {
    const first = await Promise.race([running.ready().then(() => 'ready'), stopped]);
    if (first === 'stopped') return 0;
    const entry = { ...chosen.entry(place), pid: running.pid };
    process.stdout.write(`${JSON.stringify(entry)}\n`);
    const how = await Promise.race([running.exited, stopped]);
    if (how === 'stopped') return 0;
    throw new Refusal(`${chosen.name} ended (${how}); see ${options.logFile}.`);
  } finally {
    await running.stop();
  }
}

function untilToldToStop() {
  return new Promise((resolve) => {
    const stop = () => resolve('stopped');
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(name, stop);
    process.stdin.once('end', stop).once('close', stop).once('error', stop).resume();
  });
}
