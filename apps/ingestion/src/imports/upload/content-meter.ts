import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGunzip } from 'node:zlib';
import { BodyUnreadable, TooManyBytes } from '../../collect/collect-errors';

export interface ContentLimits {
  readonly bytes: number;
  readonly contentBytes: number;
}

/**
 * Looks at a file while it passes: how many bytes it has, how many when it is not compressed, and their hash. What is beyond
 * a limit stops it, and nothing of it is kept but counters.
 */
export class ContentMeter {
  bytes = 0;
  contentBytes = 0;
  private readonly hash = createHash('sha256');

  constructor(
    private readonly gzip: boolean,
    private readonly limits: ContentLimits,
  ) {}

  get contentHash(): string {
    return this.hash.copy().digest('hex');
  }

  async *pass(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    if (this.gzip) yield* this.inflating(this.counted(chunks));
    else {
      for await (const chunk of this.counted(chunks)) {
        this.look(chunk);
        yield chunk;
      }
    }
  }

  private async *counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.bytes += chunk.length;
      if (this.bytes > this.limits.bytes) throw new TooManyBytes('file', this.limits.bytes);
      yield chunk;
    }
  }

  private look(content: Buffer): void {
    this.contentBytes += content.length;
    if (this.contentBytes > this.limits.contentBytes) throw new TooManyBytes('file', this.limits.contentBytes);
    this.hash.update(content);
  }

  /** The compressed bytes pass as they are, and not faster than they can be looked into. */
  private async *inflating(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const gunzip = createGunzip();
    let failure: unknown;
    const fail = (error: unknown) => {
      failure ??= error;
      gunzip.destroy();
    };
    const closed = new Promise<void>((resolve) => gunzip.once('close', resolve));
    gunzip.on('error', (error) => fail(new BodyUnreadable('is not what its content encoding says', { cause: error })));
    gunzip.on('data', (content: Buffer) => {
      try {
        if (failure === undefined) this.look(content);
      } catch (error) {
        fail(error);
      }
    });
    try {
      for await (const chunk of chunks) {
        if (failure === undefined && !gunzip.write(chunk)) await Promise.race([once(gunzip, 'drain'), closed]);
        if (failure !== undefined) throw failure;
        yield chunk;
      }
      gunzip.end();
      await closed;
      if (failure !== undefined) throw failure;
    } finally {
      gunzip.destroy();
    }
  }
}
