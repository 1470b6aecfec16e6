import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { BodyUnreadable, BodyUnsupported } from '../collect-errors';
import { inflated, inflaterOf } from './inflate';
import { rawBody } from './raw-body';

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)"?/gi;
const READ_AS_UTF8 = ['utf-8', 'utf8', 'us-ascii'];

/** The text of a body: what is known to be wrong from its headers is said before a byte of it is read. */
export async function bodyText(stream: Readable, headers: IncomingHttpHeaders, limit: number): Promise<string> {
  for (const [, charset = ''] of (headers['content-type'] ?? '').matchAll(CHARSET)) {
    if (!READ_AS_UTF8.includes(charset.toLowerCase())) throw new BodyUnsupported('send the body in UTF-8');
  }
  const inflate = inflaterOf(headers['content-encoding']);
  const raw = await rawBody(stream, headers['content-length'], limit);
  return decoded(inflate === undefined ? raw : await inflated(raw, inflate, limit));
}

function decoded(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfeff || mark === 0xfffe) throw new BodyUnsupported('send the body in UTF-8, it is in UTF-16');
  if (!isUtf8(bytes)) throw new BodyUnreadable('is not UTF-8');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}
