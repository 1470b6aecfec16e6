import { readJson, writeJson } from '../system/json-file.mjs';
import { isFree, pickFree } from '../network/ports.mjs';

/**
 * The ports of one data directory stay the same from start to start, so that saved connection strings go on working;
 * a port that somebody else has taken meanwhile is picked anew.
 */
export async function storePorts(data, stores, fixed = {}) {
  const file = data.file('ports.json');
  const remembered = readJson(file) ?? {};
  const taken = new Set(Object.values(remembered).flatMap((ports) => Object.values(ports)));
  const chosen = { ...remembered };
  for (const store of stores) {
    const ports = {};
    for (const name of store.ports) {
      const kept = fixed[store.name]?.[name] ?? remembered[store.name]?.[name];
      ports[name] =
        kept !== undefined && (fixed[store.name]?.[name] || (await isFree(kept))) ? kept : await pickFree(taken);
      taken.add(ports[name]);
    }
    chosen[store.name] = ports;
  }
  writeJson(file, chosen);
  return chosen;
}
