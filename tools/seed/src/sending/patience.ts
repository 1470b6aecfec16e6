/** Waits as long as something moves: how long the whole takes is the machine's affair, that it stands still is ours. */
export class Patience {
  private last: number | undefined;
  private movedMs: number;

  constructor(
    private readonly standstillMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.movedMs = now();
  }

  saw(value: number): void {
    if (value === this.last) return;
    this.last = value;
    this.movedMs = this.now();
  }

  get isOver(): boolean {
    return this.now() - this.movedMs > this.standstillMs;
  }
}
