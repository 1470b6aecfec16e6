import type { Readable } from 'node:stream';
import { BodyUnreadable, TooManyBytes } from '../collect-errors';

/** The bytes of a body, at most `limit` of them: what comes beyond is not kept. */
export function rawBody(stream: Readable, declared: string | undefined, limit: number): Promise<Buffer> {
  if (Number(declared ?? 0) > limit) return Promise.reject(new TooManyBytes('body', limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = () => stream.off('data', take).off('end', end).off('error', fail).off('close', cut);
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else fail(new TooManyBytes('body', limit));
    };
    const end = () => {
      stop();
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes));
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const cut = () => fail(new BodyUnreadable('ended before it was complete'));
    stream.on('data', take).on('end', end).on('error', fail).on('close', cut);
  });
}
