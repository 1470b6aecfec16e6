/** Whose turn it is: hosts in order, those that failed lately last. Pure; the caller brings the time. */
export class HostRing {
  #next = 0;
  readonly #pausedUntil: number[];

  constructor(
    readonly size: number,
    private readonly pauseMs: number,
  ) {
    this.#pausedUntil = new Array<number>(size).fill(0);
  }

  /** Every host once, best first; each call starts one further. */
  order(nowMs: number): number[] {
    const start = this.#next++ % this.size;
    const turn = Array.from({ length: this.size }, (_, index) => (start + index) % this.size);
    const paused = (host: number) => (this.#pausedUntil[host] ?? 0) > nowMs;
    return [...turn.filter((host) => !paused(host)), ...turn.filter(paused)];
  }

  failed(host: number, nowMs: number): void {
    this.#pausedUntil[host] = nowMs + this.pauseMs;
  }

  answered(host: number): void {
    this.#pausedUntil[host] = 0;
  }
}
