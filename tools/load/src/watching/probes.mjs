import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 1_000;
const LOOK_MS = 150;
const LONGEST_MS = 120_000;
const MOST = 20_000;
const TYPE = 'com.platform.client.event.tracked.v1';

export const probesOf = (source) => `${source}/probes`;

/** Single events, one a second, each looked for in the warehouse until it is there: the delay a person would see. */
export class Probes {
  delaysMs = [];
  acknowledged = 0;
  #waiting = new Map();
  #ended = false;
  #next = 0;

  constructor({ sender, warehouse, source }) {
    this.parts = { sender, warehouse, source: probesOf(source) };
    this.#sending = this.#send();
    this.done = this.#look();
  }
  #sending;

  async #send() {
    while (!this.#ended && this.#next < MOST) {
      const id = `p${(this.#next += 1)}`;
      const time = new Date();
      const event = {
        ...{ specversion: '1.0', id, source: this.parts.source, type: TYPE, time: time.toISOString() },
        data: { name: 'probe', properties: {}, anonymousId: `load-probe-${this.#next % 16}`, platform: 'web' },
      };
      if (await this.#deliver(event)) {
        this.acknowledged += 1;
        this.#waiting.set(id, time.getTime());
      }
      await pause(Math.max(0, time.getTime() + EVERY_MS - Date.now()));
    }
  }

  /** Again and again until it is acknowledged: its delay counts from the first attempt. */
  async #deliver(event) {
    for (const end = Date.now() + LONGEST_MS; Date.now() < end;) {
      const answer = await this.parts.sender.send([event]);
      if (answer.outcome === 'settled') return true;
      await pause(answer.afterMs ?? 500);
    }
    return false;
  }

  async #look() {
    for (let end = Infinity; Date.now() < end; await pause(LOOK_MS)) {
      if (this.#ended && end === Infinity) {
        await this.#sending;
        end = Date.now() + LONGEST_MS;
      }
      if (this.#waiting.size === 0) {
        if (end !== Infinity) return;
        continue;
      }
      await this.#lookForWaiting();
    }
  }

  async #lookForWaiting() {
    const since = Math.min(...this.#waiting.values()) - 1;
    let found;
    try {
      found = await this.parts.warehouse.run(
        `SELECT id FROM events WHERE event_type = {type:String} AND source = {source:String} AND effective_at >= fromUnixTimestamp64Milli({since:Int64})`,
        { params: { type: TYPE, source: this.parts.source, since } },
      );
    } catch {
      // While the warehouse is away nothing is countable either: the delay goes on counting.
      return;
    }
    const now = Date.now();
    for (const { id } of found) {
      const sent = this.#waiting.get(id);
      if (sent === undefined) continue;
      this.#waiting.delete(id);
      this.delaysMs.push(now - sent);
    }
  }

  get lost() {
    return this.#waiting.size;
  }

  /** Sends no more, and waits for those that are on their way. */
  async end() {
    this.#ended = true;
    await this.done;
  }
}

export function quantile(values, share) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
