/** Pauses between tries: doubling from the first to the longest, spread by ±20 % so that waiting crowds do not return together. */
export class BackOff {
  private failures = 0;

  constructor(
    private readonly firstMs: number,
    private readonly maxMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  next(): number {
    const plain = Math.min(this.firstMs * 2 ** Math.min(this.failures, 30), this.maxMs);
    this.failures += 1;
    return Math.round(Math.min(plain * (0.8 + 0.4 * this.random()), this.maxMs));
  }

  reset(): void {
    this.failures = 0;
  }
}
