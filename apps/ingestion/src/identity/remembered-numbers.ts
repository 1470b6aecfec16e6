import { identityMemoryFull } from './identity.metrics';

/**
 * Numbers by keyed hash, bounded: two generations of half the size each. What is asked for moves to the young one; when that
 * is full, the old one is forgotten at once. Nearly an LRU, at the price of a plain map.
 */
export class RememberedNumbers {
  private young = new Map<string, number>();
  private old = new Map<string, number>();
  private readonly half: number;

  constructor(entries: number) {
    this.half = Math.max(1, Math.floor(entries / 2));
  }

  get size(): number {
    return this.young.size + this.old.size;
  }

  get(key: string): number | undefined {
    const found = this.young.get(key);
    if (found !== undefined) return found;
    const older = this.old.get(key);
    if (older !== undefined) this.put(key, older);
    return older;
  }

  put(key: string, number: number): void {
    if (this.young.size >= this.half && !this.young.has(key)) {
      if (this.old.size > 0) identityMemoryFull.inc();
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, number);
  }
}
