import { setTimeout as pause } from 'node:timers/promises';
import { memoryMbOf } from './processes.mjs';

const EVERY_MS = 2_000;
const MOST_RSS_MB = 1_024;
/** The engine is told how much its statements may take together, 4 GiB; the program around it comes on top. */
const MOST_OF_ENGINE_MB = 4_608;
const DECLARED = [200, 429, 503];

const mostOf = (name) => (name === 'clickhouse' ? MOST_OF_ENGINE_MB : MOST_RSS_MB);

/** Looks at the product from outside while a row runs: its answers to questions (I10), its memory and its lives (I13). */
export class Watch {
  #going = true;
  #asked = new Map();
  #wrong = [];
  #rss = new Map();
  #lives = new Map();

  static begin(product) {
    const watch = new Watch();
    watch.product = product;
    watch.done = watch.#look();
    // Whoever waits for the end sees it; until then it is no unhandled rejection.
    watch.done.catch(() => undefined);
    return watch;
  }

  async end() {
    this.#going = false;
    await this.done;
  }

  violations({ killed }) {
    const restarted = [...this.#lives].filter(([name, pids]) => pids.size > 1 && !killed.has(name));
    const large = [...this.#rss].filter(([name, megabytes]) => megabytes > mostOf(name));
    return [
      ...this.#wrong.slice(0, 3),
      ...restarted.map(([name, pids]) => `I13: ${name} was started ${pids.size} times, and nobody had killed it`),
      ...large.map(([name, megabytes]) => `I13: ${name} took ${megabytes} MB`),
    ];
  }

  summary() {
    const answers = [...this.#asked].map(([status, times]) => `${status}: ${times}`).join(', ');
    const most = [...this.#rss].map(([name, megabytes]) => `${name} ${megabytes} MB`).join(', ');
    return `questions answered ${answers}; most memory ${most}`;
  }

  async #look() {
    const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const period = { period_start: day(-6), period_end: day(2), timezone: 'UTC' };
    const route = `/metrics/values/game_page_views?${new URLSearchParams(period)}`;
    while (this.#going) {
      this.#measure();
      await this.#question(route);
      await pause(EVERY_MS);
    }
  }

  #measure() {
    for (const [name, pid] of Object.entries(this.product.pids())) {
      this.#lives.set(name, (this.#lives.get(name) ?? new Set()).add(pid));
      const megabytes = memoryMbOf(pid);
      if (megabytes !== undefined) this.#rss.set(name, Math.max(this.#rss.get(name) ?? 0, megabytes));
    }
  }

  async #question(route) {
    let status = 'no answer';
    try {
      const response = await this.product.ask(route);
      status = response.status;
      const body = await response.text();
      if (!DECLARED.includes(status)) this.#wrong.push(`I10: query-api answered ${status} ${body.slice(0, 200)}`);
      else if (status === 503 && response.headers.get('retry-after') === null) {
        this.#wrong.push('I10: query-api answered 503 without Retry-After');
      } else if (status === 200) this.#number(JSON.parse(body));
    } catch {
      // Cut or refused: what a killed process looks like from outside.
    }
    this.#asked.set(status, (this.#asked.get(status) ?? 0) + 1);
  }

  /** Page views can only become more, and each number is a whole one. */
  #number({ data, meta }) {
    const value = data.total.value ?? 0;
    if (!Number.isInteger(value) || value < (this.last ?? 0)) {
      const stale = meta?.stale === true || data.stale === true;
      if (!stale) this.#wrong.push(`I10: ${value} page views after ${this.last}`);
    }
    this.last = Math.max(this.last ?? 0, value);
  }
}
