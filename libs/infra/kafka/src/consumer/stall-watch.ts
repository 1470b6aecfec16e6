/**
 * Decides when a consumer counts as stalled: the brokers answer, records wait for the group, and nothing was fetched, all
 * of it for the whole time allowed. While the brokers are away nobody is stalled.
 */
export class StallWatch {
  private since?: number;

  constructor(
    private readonly allowedMs: number,
    /** How long the group may take on top to make out who has which partition: on a machine that starves everybody is slow to join. */
    private readonly joiningMs: number,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Told at each look; true once it has lasted too long. */
  stalled(look: { readonly behind: boolean; readonly lastFetchMs: number; readonly joining: boolean }): boolean {
    const now = this.clock();
    if (!look.behind || now - look.lastFetchMs < this.allowedMs / 2) {
      this.since = undefined;
      return false;
    }
    this.since ??= Math.max(look.lastFetchMs, now - this.allowedMs / 2);
    return now - this.since >= this.allowedMs + (look.joining ? this.joiningMs : 0);
  }

  unknown(): void {
    this.since = undefined;
  }
}
