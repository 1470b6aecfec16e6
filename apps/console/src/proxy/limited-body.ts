import { type Readable, Transform } from 'node:stream';
import { DomainError } from '@analytics/domain';

class BodyTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(mostBytes: number) {
    super(`at most ${mostBytes} bytes go through the console`);
  }
}

/** The same body, ended where it becomes too large: a sender need not tell the length beforehand. */
export function limitedBody(body: Readable, declared: string | undefined, mostBytes: number): Readable {
  if (Number(declared ?? 0) > mostBytes) throw new BodyTooLarge(mostBytes);
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(bytes > mostBytes ? new BodyTooLarge(mostBytes) : null, chunk);
    },
  });
  body.on('error', (error) => counted.destroy(error));
  return body.pipe(counted);
}
