import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../load/data-set.mjs';
import { ranges } from '../oracle/lake.mjs';
import { ledgers, positions, wentBack } from '../oracle/ledgers.mjs';
import { untilRight } from '../oracle/oracle.mjs';
import { Stores } from '../oracle/stores.mjs';
import { Product } from '../product/product.mjs';
import { Stage } from '../product/stage.mjs';
import { Watch } from '../product/watch.mjs';
import { dealtFaults, repeatable } from './dealt-faults.mjs';
import { Gauges } from './gauges.mjs';
import { SteadyLoad } from './steady-load.mjs';

const MINUTE_MS = 60_000;
/** Into each minute, so that what works undisturbed is seen too. */
const FAULT_AFTER_MS = 20_000;
/** A fault that would come later than this is left out: the one of the minute before took too long. */
const LATE_MS = 25_000;
const PEAK_EVENTS = 20_000;
const RIGHT_MS = 180_000;

export class EndedBeforeItBegan extends Error {
  message = 'Ended before a fault was done: nothing is judged.';
}

/**
 * The whole product at half of what it takes at most, with a fault of the matrix each minute. In the end the load's own oracle
 * compares every event, and everything that was watched must have held. Aborting ends it early: it is judged for the time it had.
 */
export async function soak({ rows, minutes, seed, rate, say, signal }) {
  const product = await Product.start();
  try {
    const peak = rate === undefined ? await peakOf(product, { seed, say, signal }) : undefined;
    if (signal.aborted) throw new EndedBeforeItBegan();
    const course = new Course(product, { rate: rate ?? Math.max(1, Math.floor(peak / 2)), seed, say, signal });
    const faults = dealtFaults(repeatable(rows), { seed, minutes });
    return { ...(peak === undefined ? {} : { peak_per_second: Math.round(peak) }), ...(await course.run(faults)) };
  } finally {
    await product.stop();
  }
}

/** What goes in when everything is sent as fast as it is taken, until the last of it is countable. */
async function peakOf(product, { seed, say, signal }) {
  say(`how much goes in at most: ${PEAK_EVENTS} events …`);
  const load = new SteadyLoad(product.directory, { events: PEAK_EVENTS, seed });
  const { events_per_second: peak, verdict } = await stoppable(load, signal).catch((error) => {
    throw signal.aborted ? new EndedBeforeItBegan() : error;
  });
  if (verdict !== 'exact') throw new Error(`before any fault ${PEAK_EVENTS} events were stored ${verdict}`);
  return peak;
}

async function stoppable(load, signal) {
  const stop = () => load.stop();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    return await load.done;
  } finally {
    signal.removeEventListener('abort', stop);
    load.kill();
  }
}

/** What held for a part of the time that was asked for is no proof of the whole of it. */
export function verdictOf({ found, interrupted }) {
  if (found.length > 0) return 'red';
  return interrupted ? 'interrupted' : 'green';
}

class Course {
  #faults = [];
  #found = [];

  constructor(product, options) {
    Object.assign(this, { product, ...options, stores: new Stores(product) });
    // There is no share of a load without an end: a row that waits for one goes on at once.
    const senders = { reached: async () => undefined };
    this.stage = new Stage(product, senders, seeded(options.seed + 1), options.signal);
  }

  async run(faults) {
    const { product, rate, stores } = this;
    this.say(`${faults.length} minutes at ${rate} events/s, seed ${this.seed}`);
    const before = await positions(stores);
    const watch = Watch.begin(product);
    const gauges = Gauges.begin(product, stores);
    try {
      const beganAt = Date.now();
      const loaded = this.#load(rate * faults.length * 60);
      await this.#breakThings(faults, beganAt);
      const minutes = Number(((Date.now() - beganAt) / MINUTE_MS).toFixed(1));
      const sent = await loaded;
      await this.#settle(before);
      await Promise.all([watch.end(), gauges.end()]);
      const { killed, notes } = this.stage;
      const found = [...this.#found, ...wrongOf(sent), ...watch.violations({ killed }), ...gauges.violations()];
      return {
        ...{ verdict: verdictOf({ found, interrupted: this.signal.aborted }), found, minutes, rate },
        ...{ sent: sent.sent, acknowledged: sent.acknowledged, exact: sent.verdict, delay_ms: sent.delay_ms },
        ...{ ...gauges.told(), faults: this.#faults, notes: [...notes, watch.summary()] },
      };
    } finally {
      await Promise.all([watch.end(), gauges.end()]);
    }
  }

  #load(events) {
    const load = new SteadyLoad(this.product.directory, { events, rate: this.rate, seed: this.seed + 1 });
    return stoppable(load, this.signal).catch((error) => ({ failed: error.message }));
  }

  /** When everything was sent: every reader at the end, every batch of the lake whole, every service there. */
  async #settle(before) {
    const { product, stores } = this;
    const ask = async () => [...(await ledgers({ stores })), ...(await ranges(stores))];
    const { found } = await untilRight(ask, RIGHT_MS);
    this.#found.push(...found, ...wentBack(before, await positions(stores)));
    await product.allReady().catch((error) => this.#found.push(`I13: ${error.message}`));
  }

  async #breakThings(faults, beganAt) {
    for (const [minute, row] of faults.entries()) {
      const dueAt = beganAt + minute * MINUTE_MS + FAULT_AFTER_MS;
      await this.#until(dueAt);
      if (this.signal.aborted) return;
      if (Date.now() < dueAt + LATE_MS) await this.#break(row, minute);
      else this.stage.note(`minute ${minute + 1} passed without a fault`);
    }
    await this.#until(beganAt + faults.length * MINUTE_MS);
  }

  async #until(at) {
    await pause(Math.max(0, at - Date.now()), undefined, { signal: this.signal }).catch(() => undefined);
  }

  async #break({ id, title, inject }, minute) {
    this.say(`minute ${minute + 1}: ${id} ${title}`);
    const began = performance.now();
    try {
      await inject(this.stage);
    } catch (error) {
      if (!this.signal.aborted) this.#found.push(`${id} could not be injected: ${error.message}`);
    } finally {
      await this.stage.heal();
    }
    this.#faults.push({ minute: minute + 1, id, took_ms: Math.round(performance.now() - began) });
  }
}

/** What the load's own oracle saw: each event once, money to the kopeck, refused ones with their reasons, every answer a declared one. */
function wrongOf({ failed, verdict, checks = [], failures = [], surprises = [] }) {
  if (failed !== undefined) return [`the load: ${failed}`];
  const wrong = checks.filter(({ holds }) => !holds).map(({ name, found }) => `${name}: found ${found}`);
  const faults = [...wrong, ...failures, ...surprises].map((text) => `the load: ${text}`);
  return faults.length === 0 && verdict !== 'exact' ? [`the load: ${verdict}`] : faults;
}
