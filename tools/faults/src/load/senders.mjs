import { setTimeout as pause } from 'node:timers/promises';

const BATCH = 40;
const SENDERS = 4;
const GIVE_UP_MS = 240_000;

/**
 * Sends a data set as careful clients do: what was not acknowledged goes again, and nothing of its sender before that, so the
 * order of what it says is kept. Each person is with one sender. What each answer said is kept for the oracle.
 */
export class Senders {
  answers = new Map();
  undeclared = [];
  wrongVerdicts = [];
  acknowledged = new Set();
  waitsMs = [];
  rejected = 0;

  constructor(product, data, { paceMs = 0 } = {}) {
    Object.assign(this, { product, data, paceMs });
    const queues = Array.from({ length: SENDERS }, () => []);
    for (const event of data.deliveries) queues[senderOf(event)].push(event);
    this.total = data.deliveries.length;
    this.sent = 0;
    this.giveUpAt = Date.now() + GIVE_UP_MS;
    this.done = Promise.all(queues.map((queue) => this.#sendAll(queue)));
    // Whoever waits sees it; until then it is no unhandled rejection.
    this.done.catch(() => undefined);
  }

  /** When that share of everything was acknowledged. */
  async reached(share) {
    while (this.sent < this.total * share) {
      if (Date.now() > this.giveUpAt) throw new Error('nothing was acknowledged for too long');
      await Promise.race([pause(50), this.done]);
    }
  }

  async #sendAll(queue) {
    for (let at = 0; at < queue.length; at += BATCH) {
      const batch = queue.slice(at, at + BATCH);
      await this.#untilAcknowledged(batch);
      this.sent += batch.length;
      if (this.paceMs > 0) await pause(this.paceMs);
    }
  }

  async #untilAcknowledged(batch) {
    for (;;) {
      if (await this.#once(batch)) return;
      if (Date.now() > this.giveUpAt) throw new Error('events were not acknowledged in time');
      await pause(200);
    }
  }

  async #once(batch) {
    const began = performance.now();
    let response;
    let body;
    try {
      response = await this.product.collect(batch);
      body = await response.text();
    } catch {
      // A refused or cut connection says nothing about what became of the events.
      this.#count('no answer');
      return false;
    }
    this.#count(response.status);
    if ([200, 202, 422].includes(response.status)) {
      this.waitsMs.push(performance.now() - began);
      this.#take(batch, JSON.parse(body));
      return true;
    }
    if (response.status === 503 || response.status === 429) {
      if (response.headers.get('retry-after') === null) this.undeclared.push(`${response.status} without Retry-After`);
    } else this.undeclared.push(`${response.status} ${body.slice(0, 300)}`);
    return false;
  }

  #take(batch, { data, errors }) {
    const items = data?.items ?? errors?.flatMap(({ meta }) => meta?.items ?? []) ?? [];
    const rejected = new Map(
      items.filter(({ status }) => status === 'rejected').map(({ index, code }) => [index, code]),
    );
    this.rejected += rejected.size;
    for (const [index, event] of batch.entries()) {
      if (!rejected.has(index)) this.acknowledged.add(event.id);
      else if (!this.data.truth.refused.some(({ id, reason }) => id === event.id && reason === rejected.get(index))) {
        this.wrongVerdicts.push(`${event.id} was refused with ${rejected.get(index)}`);
      }
    }
  }

  #count(answer) {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }
}

/** All of one person at one sender, so that a contradiction never comes before what it contradicts. */
function senderOf({ id, data }) {
  const key = data?.userId ?? id;
  return Number.parseInt(key.slice(0, 4), 16) % SENDERS;
}
