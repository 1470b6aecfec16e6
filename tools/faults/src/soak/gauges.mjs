import { setTimeout as pause } from 'node:timers/promises';
import { lag } from '../oracle/ledgers.mjs';
import { handlesOf, memoryMbOf, threadsOf, withChildren } from '../product/processes.mjs';

const EVERY_MS = 10_000;
const FEWEST_LOOKS = 15;
/** A longer soak forgets every second look: what grows is still seen. */
const MOST_LOOKS = 2_000;
/**
 * What has grown by half and is more than so much grows without a bound, as far as a soak can see. Threads: those of ClickHouse
 * stay for the next work; the first rebuild of marts after its start brings them from 75 to 174, where they remain.
 */
const GROWTH = 1.5;
const FREE = { memory: 300, handles: 200, threads: 250 };
const UNITS = { memory: 'MB of memory', handles: 'handles', threads: 'threads' };

/** Memory, handles and lag of a product over a long time. */
export class Gauges {
  #ended = new AbortController();
  series = { memory: new Map(), handles: new Map(), threads: new Map() };
  lags = [];

  static begin(product, stores) {
    const gauges = new Gauges();
    gauges.done = gauges.#lookOn(product, stores);
    // Whoever waits for the end sees it; until then it is no unhandled rejection.
    gauges.done.catch(() => undefined);
    return gauges;
  }

  async end() {
    this.#ended.abort();
    await this.done;
  }

  async #lookOn(product, stores) {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      for (const [name, pid] of Object.entries(product.pids())) this.#measure(name, withChildren(pid));
      // While a store is away nobody knows the lag.
      await lag(stores).then(
        (records) => keep(this.lags, records),
        () => undefined,
      );
      await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #measure(name, pids) {
    for (const [what, read] of [
      ['memory', memoryMbOf],
      ['handles', handlesOf],
      ['threads', threadsOf],
    ]) {
      const values = pids.map(read).filter((value) => value !== undefined);
      if (values.length === 0) continue;
      const series = this.series[what].get(name) ?? [];
      keep(
        series,
        values.reduce((sum, value) => sum + value, 0),
      );
      this.series[what].set(name, series);
    }
  }

  violations() {
    return Object.entries(this.series).flatMap(([what, byName]) =>
      [...byName].flatMap(([name, looks]) => {
        const { first, last } = spanOf(looks);
        const grew = looks.length >= FEWEST_LOOKS && last > FREE[what] && last > first * GROWTH;
        return grew ? [`I13: ${name} grew from ${first} to ${last} ${UNITS[what]}`] : [];
      }),
    );
  }

  told() {
    const of = (byName) => Object.fromEntries([...byName].map(([name, looks]) => [name, spanOf(looks)]));
    return {
      memory_mb: of(this.series.memory),
      handles: of(this.series.handles),
      threads: of(this.series.threads),
      lag: { most: Math.max(0, ...this.lags), last: this.lags.at(-1) ?? null },
    };
  }
}

function keep(looks, value) {
  looks.push(value);
  if (looks.length > MOST_LOOKS) looks.splice(0, looks.length, ...looks.filter((_, at) => at % 2 === 0));
}

/** The middle of the second fifth, when everything is warm, beside that of the last one: one high look is no growth. */
export function spanOf(looks) {
  const fifth = Math.max(1, Math.floor(looks.length / 5));
  return {
    first: middleOf(looks.slice(fifth, 2 * fifth)) ?? looks[0],
    last: middleOf(looks.slice(-fifth)),
    most: Math.max(...looks),
  };
}

function middleOf(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
