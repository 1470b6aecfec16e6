/** Numbers that look random and follow from names alone, so that each person's story is the same whoever else is told about. */
export class Draw {
  private state: number;

  constructor(...names: readonly (string | number)[]) {
    this.state = hashOf(names.join('\n'));
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number from `from` to below `until`. */
  int(from: number, until: number): number {
    return from + Math.floor(this.next() * (until - from));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length)]!;
  }

  /** One of several values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
    const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.next() * total;
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices.at(-1)![0];
  }

  /** Waiting for something that comes on average after `mean`. */
  waiting(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** How often something happens that happens `mean` times on average, at most `most` times. */
  times(mean: number, most = 12): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit && count < most; product *= this.next()) count += 1;
    return count;
  }

  /** Around 1, never below 0, with a long tail to the right: people differ like this. */
  around(spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.exp(spread * normal - (spread * spread) / 2);
  }

  uuid(): string {
    const hex = Array.from({ length: 4 }, () =>
      Math.floor(this.next() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** FNV-1a, stirred once more so that neighbouring names lie far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
