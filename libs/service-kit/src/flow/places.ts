/** So many at once; who comes later waits for a place, in the order of coming. */
export class Places {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(count: number) {
    this.free = count;
  }

  async in<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // A place is handed on, not freed: nobody who comes now overtakes.
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
