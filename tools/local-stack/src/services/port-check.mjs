import { randomInt } from 'node:crypto';
import { isFree, listenerOf } from '../network/ports.mjs';
import { Refusal } from '../system/refusal.mjs';
import { fixedPorts } from './catalogue.mjs';

/** The one port in reach that browsers and Node's fetch refuse to talk to, whoever listens (amanda's). */
const REFUSED_BY_FETCH = 10_080;
const AUTO = { lowest: 10, highest: 100, step: 100, attempts: 50 };

async function taken(offset) {
  for (const { name, port } of fixedPorts(offset)) if (!(await isFree(port))) return { name, port };
  return undefined;
}

export async function requireFreePorts(offset) {
  const clash = await taken(offset);
  if (clash === undefined) return;
  const pid = listenerOf(clash.port);
  throw new Refusal(
    `Port ${clash.port} of ${clash.name} is taken${pid === undefined ? '' : ` by the process ${pid}`}: end what listens there, or move all ports with \`--port-offset 100\`.`,
  );
}

/** Far from the usual ports and by chance, so that two who ask at the same time hardly ever get the same. */
export async function freePortsFor() {
  for (let attempt = 0; attempt < AUTO.attempts; attempt += 1) {
    const offset = randomInt(AUTO.lowest, AUTO.highest) * AUTO.step;
    const isReachable = fixedPorts(offset).every(({ port }) => port !== REFUSED_BY_FETCH);
    if (isReachable && (await taken(offset)) === undefined) return offset;
  }
  throw new Refusal('No free range of ports was found: choose one with --port-offset.');
}
