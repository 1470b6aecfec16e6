// Chance that is none: what an event is follows from the seed and its number alone, so nothing of a run has to be remembered.

/** MurmurHash3 of the four bytes of a number; ClickHouse calls it murmurHash3_32(toUInt32(n)). */
export function murmur(number) {
  let k = Math.imul(number, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  h = (Math.imul(h, 5) + 0xe6546b64) ^ 4;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Draws that belong to a number: the same `what` is always the same draw. */
export class Draws {
  #base;

  constructor(seed) {
    this.#base = murmur(seed);
  }

  /** A whole number of 32 bits. */
  bits(number, what) {
    return murmur(murmur(number ^ this.#base) + Math.imul(what, 0x9e3779b9));
  }

  /** From 0 to below 1. */
  share(number, what) {
    return this.bits(number, what) / 2 ** 32;
  }

  below(bound, number, what) {
    return Math.floor(this.share(number, what) * bound);
  }

  of(values, number, what) {
    return values[this.below(values.length, number, what)];
  }

  /** Few have most: the first of many is drawn far more often than the last. */
  skewed(bound, number, what) {
    return Math.floor(bound * this.share(number, what) ** 2.5);
  }

  uuid(number, what) {
    const [a, b] = [this.bits(number, what), this.bits(number, what + 101)];
    const [c, d] = [this.bits(number, what + 102), this.bits(number, what + 103)];
    const first = HEX[a >>> 24] + HEX[(a >>> 16) & 255] + HEX[(a >>> 8) & 255] + HEX[a & 255];
    const second = `${HEX[b >>> 24]}${HEX[(b >>> 16) & 255]}-4${HEX[(b >>> 8) & 255][0]}${HEX[b & 255]}`;
    const third = `a${HEX[c >>> 24][0]}${HEX[(c >>> 16) & 255]}-${HEX[(c >>> 8) & 255]}${HEX[c & 255]}`;
    return `${first}-${second}-${third}${HEX[d >>> 24]}${HEX[(d >>> 16) & 255]}${HEX[(d >>> 8) & 255]}${HEX[d & 255]}`;
  }
}
