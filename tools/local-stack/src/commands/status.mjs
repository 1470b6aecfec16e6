import { get } from '../network/http-probe.mjs';
import { isFree } from '../network/ports.mjs';
import { isSame } from '../system/processes.mjs';
import { runningSupervisor } from '../supervisor/leftovers.mjs';
import { readRun, readState } from '../supervisor/records.mjs';
import { dataOf } from './data-flag.mjs';

const portOf = ({ url, endpoint, brokers }) => Number(new URL(url ?? endpoint ?? `tcp://${brokers[0]}`).port);

async function health(name, entry, run) {
  const recorded = (run?.processes ?? []).find((one) => one.name === name);
  if (recorded === undefined || recorded.pid !== entry.pid || !isSame(recorded)) return 'down';
  if (entry.managementUrl !== undefined) {
    const answer = await get(Number(new URL(entry.managementUrl).port), '/health/ready', 5_000);
    return answer?.status === 200 ? 'ready' : 'not ready';
  }
  return (await isFree(portOf(entry))) ? 'not ready' : 'ready';
}

const addressOf = ({ url, managementUrl, endpoint, brokers }) => {
  const address = url ?? endpoint ?? brokers?.join(',') ?? managementUrl;
  return address.replace(/\/\/[^@/]*@/, '//');
};

async function rows(kind, entries, run) {
  return Promise.all(
    Object.entries(entries ?? {}).map(async ([name, entry]) => ({
      name,
      kind,
      pid: entry.pid,
      health: await health(name, entry, run),
      address: addressOf(entry),
    })),
  );
}

/** What runs and how it is; says so without a secret, so that it can be shown to anybody. */
export async function status({ values }) {
  const data = dataOf(values);
  const [run, state] = [readRun(data), readState(data)];
  const supervisor = runningSupervisor(data, run);
  const parts = [...(await rows('store', state?.stores, run)), ...(await rows('service', state?.services, run))];
  const phase = supervisor === undefined ? 'stopped' : run?.ready ? 'running' : 'starting';
  if (values.json === true) {
    const answer = { state: phase, dataDir: data.root, supervisor: supervisor && { pid: supervisor.pid }, parts };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return 0;
  }
  const told = supervisor === undefined ? '' : ` (supervisor ${supervisor.pid})`;
  process.stdout.write(`The stack of ${data.root} is ${phase}${told}.\n`);
  for (const { name, kind, pid, health: how, address } of parts) {
    process.stdout.write(
      `  ${kind.padEnd(8)} ${name.padEnd(18)} ${how.padEnd(10)} pid ${String(pid).padEnd(8)} ${address}\n`,
    );
  }
  return 0;
}
