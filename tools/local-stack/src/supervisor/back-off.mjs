const FIRST_MS = 100;
const LONGEST_MS = 30_000;
/** A program that lived this long is taken for healthy: its next death is a new story. */
const STABLE_MS = 30_000;

/** How long to wait before a program that died is started again: twice as long each time, until it stays up. */
export class BackOff {
  #next = FIRST_MS;

  afterLife(livedMs) {
    if (livedMs >= STABLE_MS) this.#next = FIRST_MS;
    const wait = this.#next;
    this.#next = Math.min(wait * 2, LONGEST_MS);
    return wait;
  }
}
