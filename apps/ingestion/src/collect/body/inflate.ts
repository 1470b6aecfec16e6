import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { BodyUnreadable, BodyUnsupported, TooManyBytes } from '../collect-errors';

type Inflate = (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const INFLATE: Readonly<Record<string, Inflate>> = {
  gzip: promisify(gunzip) as Inflate,
  'x-gzip': promisify(gunzip) as Inflate,
  br: promisify(brotliDecompress) as Inflate,
};

/** Says 415 before anything is read: one known coding, once. */
export function inflaterOf(encoding: string | undefined): Inflate | undefined {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity') return undefined;
  if (!Object.hasOwn(INFLATE, name)) {
    throw new BodyUnsupported('send the body plain, or compressed once with gzip or br');
  }
  return INFLATE[name];
}

/** Inflates piece by piece and stops at the limit: a bomb never becomes larger in memory than a body may be. */
export async function inflated(raw: Buffer, inflate: Inflate, limit: number): Promise<Buffer> {
  try {
    return await inflate(raw, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TooManyBytes('body', limit);
    throw new BodyUnreadable('is not what its content encoding says', { cause: error });
  }
}
