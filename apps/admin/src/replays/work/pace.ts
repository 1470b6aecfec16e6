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

  /**
   * Has a portion sent, of at most so many records, and charges what it took. Says nothing while there is no room for one: a turn
   * that sends nothing costs nothing, else a slow pace would never have saved up a whole record.
   */
  async portion(nowMs: number, most: number, send: (room: number) => Promise<number>): Promise<number | undefined> {
    const room = Math.min(this.room(nowMs), most);
    if (room <= 0) return undefined;
    const taken = await send(room);
    this.spend(taken);
    return taken;
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
