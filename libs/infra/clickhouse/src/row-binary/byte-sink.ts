const CHUNK_BYTES = 256 * 1024;

/** Bytes in order, kept as full chunks so that a batch is never copied into one big buffer. */
export class ByteSink {
  readonly chunks: Buffer[] = [];
  #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #at = 0;
  #flushed = 0;

  get length(): number {
    return this.#flushed + this.#at;
  }

  /** Reserves `size` bytes and returns where they start in `buffer`. */
  take(size: number): number {
    if (this.#at + size > this.#buffer.length) this.#next(size);
    const start = this.#at;
    this.#at += size;
    return start;
  }

  /** Valid until the next `take`. */
  get buffer(): Buffer {
    return this.#buffer;
  }

  byte(value: number): void {
    const at = this.take(1);
    this.#buffer[at] = value;
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.varint(size);
    const at = this.take(size);
    this.#buffer.write(value, at, size, 'utf8');
  }

  bytes(value: Uint8Array): void {
    const at = this.take(value.length);
    this.#buffer.set(value, at);
  }

  finish(): readonly Buffer[] {
    if (this.#at > 0) this.#next(0);
    return this.chunks;
  }

  #next(size: number): void {
    if (this.#at > 0) this.chunks.push(this.#buffer.subarray(0, this.#at));
    this.#flushed += this.#at;
    this.#buffer = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, size));
    this.#at = 0;
  }
}
