import { setTimeout as sleep } from 'node:timers/promises';
import { BackOff } from './back-off.mjs';
import { startProgram } from './program.mjs';

/** Keeps one program running from its first start until it is told to stop. */
export class Keeper {
  #life;
  #lifeBegan;
  #stopping = new AbortController();
  #starting = Promise.resolve();
  #watch = Promise.resolve();
  #backOff = new BackOff();

  constructor({ program, place, owner, logFile, restarts, onPid, say }) {
    Object.assign(this, { program, place, owner, logFile, restarts, onPid, say });
  }

  get name() {
    return this.program.name;
  }

  get pid() {
    return this.#life?.pid;
  }

  /** The first start is the caller's business: when it fails, it throws and nothing is tried again. */
  async start() {
    this.#starting = this.#begin().then(() => this.#life.ready());
    await this.#starting;
    this.#watch = this.#keep();
  }

  entry() {
    return { ...this.program.entry(this.place), pid: this.pid };
  }

  async stop(graceMs) {
    this.#stopping.abort();
    await this.#life?.stop(graceMs);
    await this.#starting.catch(() => undefined);
    await this.#watch;
  }

  async #begin() {
    const life = await startProgram(this.program, this.place, { owner: this.owner, logFile: this.logFile });
    this.#life = life;
    this.#lifeBegan = Date.now();
    // The word to stop may have come while the program was being prepared.
    if (this.#stopping.signal.aborted) await life.stop();
    else this.onPid();
  }

  async #keep() {
    const { signal } = this.#stopping;
    for (;;) {
      const how = await this.#life.exited;
      if (signal.aborted) return;
      this.say(`${this.name} (pid ${this.pid}) ended: ${how}`);
      if (!this.restarts) return;
      if (!(await this.#beginAgain(signal))) return;
    }
  }

  async #beginAgain(signal) {
    let livedMs = Date.now() - this.#lifeBegan;
    for (;;) {
      const waitMs = this.#backOff.afterLife(livedMs);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return false;
      try {
        await this.#begin();
        this.say(`${this.name} started again after ${waitMs} ms (pid ${this.pid})`);
        // How long it takes to become ready is its own affair; what ends it is seen by who waits for its end.
        this.#life.ready().then(
          () => this.say(`${this.name} is ready again`),
          (error) => this.say(error.message),
        );
        return true;
      } catch (error) {
        this.say(`${this.name} could not be started again: ${error.message}`);
        livedMs = 0;
      }
    }
  }
}
