import { readFileSync } from 'node:fs';
import { HOST } from '../network/loopback.mjs';
import { Refusal } from '../system/refusal.mjs';

/**
 * Services may be told another address for a store than its own: of a proxy that somebody put in front of it, to see what
 * they do when the network is bad. `state.json` goes on naming the store itself.
 */
export function readFronts(text, stores) {
  if (text === undefined) return {};
  const fronts = {};
  for (const part of text.split(',')) {
    const [, store, digits] = /^(\w+)=(\d{1,5})$/.exec(part) ?? [];
    const port = Number(digits);
    if (!stores.includes(store) || !(port > 0 && port < 65_536)) {
      throw new Refusal(`--front takes store=port, … with a store of ${stores.join(', ')}; not "${part}".`);
    }
    fronts[store] = port;
  }
  return fronts;
}

const onPort = (url, port) =>
  Object.assign(new URL(url), { port: String(port) })
    .toString()
    .replace(/\/$/, '');

/** The connection of a store as it is told to services. */
function fronted(entry, port) {
  const moved = { ...entry };
  for (const name of ['url', 'endpoint']) if (entry[name] !== undefined) moved[name] = onPort(entry[name], port);
  if (entry.brokers !== undefined) moved.brokers = [`${HOST}:${port}`];
  return moved;
}

export const frontedStores = (stores, fronts) =>
  Object.fromEntries(
    Object.entries(stores).map(([name, entry]) => [
      name,
      fronts[name] === undefined ? entry : fronted(entry, fronts[name]),
    ]),
  );

/** Variables beyond those that the stack sets, from a file: of one service by its name, of all and of the migrations under `*`. */
export function readSettings(file, services) {
  if (file === undefined) return {};
  let settings;
  try {
    settings = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(`--settings: ${file} is not readable as JSON (${error.code ?? error.name}).`);
  }
  const known = ['*', ...services];
  for (const [name, variables] of Object.entries(settings)) {
    const texts = typeof variables === 'object' && Object.values(variables).every((value) => typeof value === 'string');
    if (!known.includes(name) || !texts) {
      throw new Refusal(`--settings: "${name}" must be one of ${known.join(', ')} and hold variables as texts.`);
    }
  }
  return settings;
}

export const settingsOf = (settings, program) => ({ ...settings?.['*'], ...settings?.[program] });
