import { Worker } from 'node:worker_threads';
import { Tally } from '../events/tally.mjs';

const FILE = new URL('./lane-worker.mjs', import.meta.url);

/** The threads that send, seen from outside: what they did so far. */
export class Senders {
  sent = 0;
  /** Events that were taken in: over HTTP those answered as accepted, over Kafka all that was acknowledged. */
  taken = 0;
  /** Events answered as duplicates. */
  known = 0;
  rejected = 0;
  /** Events sent again because an answer did not come: each may be in twice. */
  again = 0;
  waitedMs = 0;
  surprises = [];
  failures = [];
  tally = new Tally();
  #workers = [];

  constructor({ plan, via, workers, inFlight, stack }) {
    this.done = Promise.all(
      Array.from({ length: workers }, (_, worker) => this.#run({ plan, via, worker, workers, inFlight, stack })),
    );
  }

  #run(workerData) {
    const thread = new Worker(FILE, { workerData });
    this.#workers.push(thread);
    return new Promise((resolve) => {
      thread.on('message', (news) => {
        this.#hear(news);
        // What a failed thread still holds open would keep it alive.
        if (news.failed !== undefined) void thread.terminate();
      });
      thread.on('error', (error) => this.failures.push(error.message));
      thread.on('exit', resolve);
    });
  }

  #hear({ failed, tally, surprises, ...counts }) {
    if (failed !== undefined) {
      this.failures.push(failed);
      this.stop();
      return;
    }
    for (const [name, count] of Object.entries(counts)) this[name] += count;
    this.surprises = [...this.surprises, ...surprises].slice(0, 5);
    this.tally.add(tally);
  }

  /** What is in flight is still waited for. */
  stop() {
    for (const worker of this.#workers) worker.postMessage('stop');
  }
}
