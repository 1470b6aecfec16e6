/** Kafka's numbers of variable length: zigzag, seven bits a byte, the lowest first. Sums instead of shifts: times need more than 32 bits. */

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

export function sizeOfVarint(value: number): number {
  let rest = zigzag(value);
  let size = 1;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

/** Returns where the next byte goes. */
export function writeVarint(into: Buffer, at: number, value: number): number {
  let rest = zigzag(value);
  let next = at;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) into[next++] = (rest % 0x80) + 0x80;
  into[next++] = rest;
  return next;
}

/** Reads a buffer from its beginning; a number that ends behind the buffer is refused. */
export class VarintReader {
  constructor(
    private readonly from: Buffer,
    private at: number,
  ) {}

  get position(): number {
    return this.at;
  }

  byte(): number {
    const byte = this.from[this.at];
    if (byte === undefined) throw new RangeError('a record of Kafka ends in the middle of a number');
    this.at += 1;
    return byte;
  }

  varint(): number {
    let byte = this.byte();
    let read = byte & 0x7f;
    for (let weight = 0x80; byte >= 0x80; weight *= 0x80) {
      byte = this.byte();
      read += (byte & 0x7f) * weight;
    }
    return read % 2 === 0 ? read / 2 : -(read + 1) / 2;
  }

  /** A part of the buffer, not a copy; null as it was written. */
  bytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.from.subarray(this.at, (this.at += length));
  }
  /** A text, undefined where null was written. */
  text(): string | undefined {
    const length = this.varint();
    return length < 0 ? undefined : this.from.toString('utf8', this.at, (this.at += length));
  }
}
