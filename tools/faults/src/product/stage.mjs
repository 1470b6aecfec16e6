import { appendFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Stores } from '../oracle/stores.mjs';
import { told, withChildren } from './processes.mjs';

const BACK_MS = 90_000;

/** What a row may do to the product. Everything done is noted with its time, and `heal` undoes what is still wrong. */
export class Stage {
  notes = [];
  /** Processes that a row ended on purpose: their restart is none of I13's. */
  killed = new Set();
  #frozen = new Set();
  #undo = [];
  #began = performance.now();

  /** Whoever aborts the signal ends what a row waits for; healing is done all the same. */
  constructor(product, senders, random, signal) {
    Object.assign(this, { product, senders, random, signal, stores: new Stores(product) });
  }

  note(text) {
    this.notes.push(`+${((performance.now() - this.#began) / 1000).toFixed(1)} s ${text}`);
  }

  pause(ms) {
    return pause(ms, undefined, { signal: this.signal });
  }

  /** When that share of the load was acknowledged. */
  reached(share) {
    return this.senders.reached(share);
  }

  kill(name, signal = 'SIGKILL') {
    const pid = this.product.pid(name);
    this.killed.add(name);
    const wasThere = told(pid, signal);
    this.note(wasThere ? `${signal} to ${name} (${pid})` : `${name} (${pid}) had ended before it was killed`);
    return pid;
  }

  /** Kills it and waits until the supervisor has it running again. */
  async killAndBack(name, signal) {
    const pid = this.kill(name, signal);
    const until = Date.now() + BACK_MS;
    while (this.product.pid(name) === pid) {
      if (Date.now() > until) throw new Error(`${name} did not come back`);
      await this.pause(50);
    }
    this.note(`${name} runs again (${this.product.pid(name)})`);
  }

  /** A store may be several processes: all of them stand still. */
  freeze(name) {
    for (const pid of withChildren(this.product.pid(name))) if (told(pid, 'SIGSTOP')) this.#frozen.add(pid);
    this.note(`${name} is frozen`);
  }

  thaw(name) {
    this.#thawAll();
    this.note(`${name} goes on`);
  }

  async toxic(store, type, attributes = {}, stream = 'downstream') {
    await this.product.proxy('POST', `/proxies/${store}/toxics`, { type, attributes, stream });
    this.note(`${type} ${JSON.stringify(attributes)} ${stream} between services and ${store}`);
  }

  async cutOff(store) {
    await this.product.proxy('POST', `/proxies/${store}`, { enabled: false });
    this.note(`connections to ${store} are refused`);
  }

  async healNetwork() {
    await this.product.proxy('POST', '/reset');
    this.note('the network is as it was');
  }

  /** Writes into the folder of a store until not another byte goes in; healing makes room again. */
  async fill(folder) {
    const file = this.product.file(folder, 'ballast');
    await this.until(
      () => rmSync(file, { force: true }),
      () => {
        const block = Buffer.alloc(65_536);
        try {
          for (;;) appendFileSync(file, block);
        } catch (error) {
          if (error.code !== 'ENOSPC') throw error;
        }
      },
    );
    this.note(`the disk of ${folder} is full`);
  }

  /** Does something to a store that has to be undone, whatever comes between. */
  async until(undo, done) {
    this.#undo.push(undo);
    await done();
  }

  async heal() {
    this.#thawAll();
    await this.healNetwork();
    for (const undo of this.#undo.splice(0).reverse()) await persistently(undo);
  }

  #thawAll() {
    for (const pid of [...this.#frozen].reverse()) told(pid, 'SIGCONT');
    this.#frozen.clear();
  }
}

/** The store in which something has to be undone may be on its way back from a kill. */
async function persistently(undo) {
  const until = Date.now() + BACK_MS;
  for (;;) {
    try {
      return await undo();
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(500);
    }
  }
}
