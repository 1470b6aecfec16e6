import { rmSync } from 'node:fs';
import { readJson, writeJson } from '../system/json-file.mjs';
import { identify } from '../system/processes.mjs';

/**
 * Two files tell about a running stack. `run.json` is the supervisor's own: who runs, from the first moment on.
 * `state.json` is for everybody else and appears only when all is ready.
 */
export const runFile = (data) => data.file('run.json');
export const stateFile = (data) => data.file('state.json');

export const readRun = (data) => readJson(runFile(data));
export const readState = (data) => readJson(stateFile(data));

export function forget(data) {
  for (const file of [stateFile(data), runFile(data)]) rmSync(file, { force: true });
}

export class Records {
  #data;
  #keepers;
  #offset;
  #credentials;

  constructor(data, { keepers, offset }) {
    this.#data = data;
    this.#keepers = keepers;
    this.#offset = offset;
  }

  /** From now on `state.json` is there and follows every new pid. */
  publish(credentials) {
    this.#credentials = credentials;
    this.update();
  }

  update() {
    const { stores, services, senders } = this.#keepers;
    const processes = [...stores, ...services, ...senders].filter(({ pid }) => pid !== undefined);
    writeJson(runFile(this.#data), {
      supervisor: identify(process.pid),
      offset: this.#offset,
      ready: this.#credentials !== undefined,
      processes: processes.map(({ name, pid }) => ({ name, ...identify(pid) })),
    });
    if (this.#credentials === undefined) return;
    writeJson(stateFile(this.#data), {
      supervisor: { pid: process.pid },
      portOffset: this.#offset,
      stores: entries(stores),
      services: entries(services),
      credentials: this.#credentials,
    });
  }
}

const entries = (keepers) => Object.fromEntries(keepers.map((keeper) => [keeper.name, keeper.entry()]));
