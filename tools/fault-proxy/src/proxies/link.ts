import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stream, Toxic, ToxicKind } from '../toxics/toxic';
import { atRate, corrupted, sliced } from '../toxics/pieces';

/** What one direction holds back at most before it stops reading. */
const MOST_HELD_BYTES = 1_048_576;

interface Held {
  readonly data: Buffer;
  readonly at: number;
}

export interface Ends {
  readonly from: Socket;
  readonly to: Socket;
  /** Ends both sides at once; a reset is seen as such. */
  readonly cut: (how: 'end' | 'reset') => void;
}

/** One direction of one connection: what is read is written on, after the toxics of the moment did their work. */
export class Link {
  private readonly held: Held[] = [];
  private heldBytes = 0;
  private passed = 0;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly stream: Stream,
    private readonly ends: Ends,
    private readonly toxicsNow: () => readonly Toxic[],
    private readonly random: () => number,
  ) {
    const { from } = ends;
    from.on('data', (data: Buffer) => this.take(data));
    from.once('end', () => {
      this.ended = true;
      this.wake();
    });
    void this.pump().catch(() => ends.cut('reset'));
  }

  private take(data: Buffer): void {
    this.held.push({ data, at: performance.now() });
    this.heldBytes += data.length;
    if (this.heldBytes >= MOST_HELD_BYTES) this.ends.from.pause();
    this.wake();
  }

  private async pump(): Promise<void> {
    const { from, to } = this.ends;
    for (;;) {
      const next = this.held.shift();
      if (next === undefined) {
        if (this.ended) break;
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      await this.pass(next);
      this.heldBytes -= next.data.length;
      if (this.heldBytes < MOST_HELD_BYTES && from.isPaused()) from.resume();
      if (to.destroyed) return;
    }
    if (this.silent()) return;
    const closing = this.one('slow_close');
    if (closing !== undefined) await pause(closing['delay']);
    to.end();
  }

  private async pass({ data, at }: Held): Promise<void> {
    const latency = this.one('latency');
    if (latency !== undefined) {
      const heldMs = latency['latency']! + (2 * this.random() - 1) * latency['jitter']!;
      await pause(Math.max(0, at + heldMs - performance.now()));
    }
    // Asked after the wait: what was taken away meanwhile has no say any more, and what came has.
    if (this.silent()) return;
    const corrupt = this.one('corrupt');
    const whole = corrupt === undefined ? data : corrupted(data, corrupt['after']! - this.passed);
    await this.write(this.limited(whole));
    this.passed += data.length;
    const limit = this.one('limit_data');
    if (limit !== undefined && this.passed >= limit['bytes']!) this.ends.cut('end');
  }

  private limited(data: Buffer): Buffer {
    const limit = this.one('limit_data');
    return limit === undefined ? data : data.subarray(0, Math.max(0, limit['bytes']! - this.passed));
  }

  private async write(data: Buffer): Promise<void> {
    const slicer = this.one('slicer');
    const slices =
      slicer === undefined ? [data] : sliced(data, slicer['average_size']!, slicer['size_variation']!, this.random);
    for (const slice of slices) {
      const rate = this.one('bandwidth')?.['rate'];
      for (const { piece, waitMs } of rate ? atRate(slice, rate) : [{ piece: slice, waitMs: 0 }]) {
        // Asked for each piece: what is in hand when the line heals is not slow to its end.
        if (waitMs > 0 && this.one('bandwidth') !== undefined) await pause(waitMs);
        if (this.ends.to.destroyed) return;
        await this.send(piece);
      }
      if (slicer !== undefined && slicer['delay']! > 0) await pause(slicer['delay']! / 1_000);
    }
  }

  private async send(piece: Buffer): Promise<void> {
    const { to } = this.ends;
    if (piece.length === 0 || to.destroyed || to.write(piece)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        to.off('drain', done).off('close', done);
        resolve();
      };
      to.once('drain', done).once('close', done);
    });
  }

  private silent(): boolean {
    return this.one('timeout') !== undefined || this.toxicsNow().some(({ type }) => type === 'half_open');
  }

  private one(kind: ToxicKind): Readonly<Record<string, number>> | undefined {
    return this.toxicsNow().find(({ type, stream }) => type === kind && stream === this.stream)?.attributes;
  }
}
