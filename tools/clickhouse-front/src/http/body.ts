import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { EngineError } from '../engine/engine-error';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly stallMs: number;
}

const DECODERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress as unknown as typeof createGunzip,
};

/** The body as the client meant it. Iteration throws when the body is cut short, broken or too long, so nothing half is used. */
export async function* bodyOf(request: IncomingMessage, limits: BodyLimits): AsyncGenerator<Buffer> {
  request.setTimeout(limits.stallMs, () => request.destroy());
  let length = 0;
  try {
    for await (const chunk of decoded(request)) {
      length += (chunk as Buffer).length;
      if (length > limits.maxBodyBytes) {
        throw EngineError.of('LIMIT_EXCEEDED', `The body is longer than ${limits.maxBodyBytes} bytes.`);
      }
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw EngineError.of('CANNOT_READ_ALL_DATA', 'The body ended early or is damaged; nothing was inserted.');
  } finally {
    request.setTimeout(0);
    // What is left of a refused body is read away, so that the client is free to read the answer.
    request.unpipe();
    request.resume();
  }
}

function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === '' || encoding === 'identity') return keepOpen(request);
  const create = DECODERS[encoding];
  if (create === undefined) throw EngineError.of('UNSUPPORTED_MEDIA_TYPE', 'Bodies may be gzip, deflate, br or plain.');
  const decoder = create();
  // Not a pipeline: that would close the connection when decoding fails, and the client would never read why.
  request.on('error', (error) => decoder.destroy(error));
  request.on('close', () => {
    if (!request.complete) decoder.destroy(new Error('cut short'));
  });
  return request.pipe(decoder);
}

/** An iteration that ends early destroys what it reads; the request must stay open for its answer. */
function keepOpen(request: IncomingMessage): Readable {
  return request.iterator({ destroyOnReturn: false }) as unknown as Readable;
}
