import type { Readable } from 'node:stream';
import { BodyUnreadable } from '../../collect/collect-errors';
import { UploadTooSlow } from '../import-errors';

/** What a client sends, as it comes; a client that falls silent, or goes away, is given up. */
export async function* clientBytes(stream: Readable, silenceMs: number): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const silent = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new UploadTooSlow()), silenceMs);
      });
      const next = chunks.next();
      // When the silence wins, nobody waits for this any more.
      next.catch(() => undefined);
      const { value, done } = await Promise.race([next, silent]);
      clearTimeout(timer);
      if (done === true) return;
      yield value;
    }
  } catch (error) {
    if (error instanceof UploadTooSlow) throw error;
    throw new BodyUnreadable('ended before it was complete', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
