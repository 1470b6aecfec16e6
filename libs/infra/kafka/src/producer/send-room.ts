import { pendingBytes, producerLimitReached } from './producer.metrics';

interface InLine {
  readonly bytes: number;
  readonly enter: (entered: boolean) => void;
}

/**
 * The bytes that may wait for an acknowledgement. Who owes an answer gets room at once or is refused; who is patient stands in
 * line, and leaves half of the room to the others unless nobody is there.
 */
export class SendRoom {
  private used = 0;
  private line: InLine[] = [];

  constructor(private readonly limit: number) {}

  take(bytes: number): boolean {
    const fits = this.used + bytes <= this.limit;
    if (fits) this.count(bytes);
    else producerLimitReached.inc();
    return fits;
  }

  /** False when there was no room in this time. */
  async waitFor(bytes: number, patientMs: number): Promise<boolean> {
    if (this.line.length === 0 && this.admits(bytes)) {
      this.count(bytes);
      return true;
    }
    producerLimitReached.inc();
    if (bytes > this.limit) return false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.line = this.line.filter((other) => other !== waiting);
        resolve(false);
      }, patientMs);
      const waiting: InLine = {
        bytes,
        enter: (entered) => {
          clearTimeout(timer);
          resolve(entered);
        },
      };
      this.line.push(waiting);
    });
  }

  give(bytes: number): void {
    this.count(-bytes);
    while (this.line[0] !== undefined && this.admits(this.line[0].bytes)) {
      const { bytes: next, enter } = this.line.shift()!;
      this.count(next);
      enter(true);
    }
  }

  /** Nobody in line gets in any more. */
  close(): void {
    for (const { enter } of this.line.splice(0)) enter(false);
  }

  private admits(bytes: number): boolean {
    return this.used + bytes <= this.limit / 2 || (this.used === 0 && bytes <= this.limit);
  }

  private count(bytes: number): void {
    this.used += bytes;
    pendingBytes.inc(bytes);
  }
}
