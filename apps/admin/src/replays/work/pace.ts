/** So many records a second, in portions of at most half a second, so that whoever pauses is heard soon. */
export class Pace {
  private allowance = 0;
  private at: number | undefined;

  constructor(private perSecond: number) {}

  /** From now on so many. */
  keep(perSecond: number): void {
    this.perSecond = perSecond;
  }

  /** How many records may be sent now; what is not used is not kept for long. */
  room(nowMs: number): number {
    const passed = this.at === undefined ? 0 : (nowMs - this.at) / 1_000;
    this.at = nowMs;
    this.allowance = Math.min(Math.max(1, this.perSecond / 2), this.allowance + passed * this.perSecond);
    return Math.floor(this.allowance);
  }

  spend(records: number): void {
    this.allowance -= records;
  }

  /** After a pause nothing has been saved up. */
  rest(): void {
    this.allowance = 0;
    this.at = undefined;
  }
}
