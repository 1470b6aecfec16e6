/** Half of the time spent on batches is busy: from there on they stay open as long as they may. */
const BUSY = 0.5;
const REMEMBERED_MS = 1_000;

/**
 * How long the batches of a group stay open: a moment while they are quickly done, as nothing is saved by keeping records
 * waiting, and the longer the more of the time goes into handling them, over all partitions of this member.
 */
export class Pace {
  /** Handling of the last second, older one fading away. */
  private busyMs = 0;
  private atMs = 0;

  constructor(
    private readonly mostMs: number,
    private readonly quietMs = mostMs,
  ) {}

  handled(tookMs: number, nowMs: number): void {
    this.busyMs = this.remembered(nowMs) + tookMs;
    this.atMs = nowMs;
  }

  openMs(nowMs: number): number {
    const share = this.remembered(nowMs) / REMEMBERED_MS / BUSY;
    return Math.min(this.mostMs, Math.max(this.quietMs, this.mostMs * share));
  }

  private remembered(nowMs: number): number {
    return this.busyMs * Math.exp((this.atMs - nowMs) / REMEMBERED_MS);
  }
}
