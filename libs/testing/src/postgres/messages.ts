/** Messages of PostgreSQL's protocol 3.0: a letter, the length (itself included) and a body. */
export interface Message {
  readonly type: string;
  readonly body: Buffer;
}

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

export function message(type: string, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
  return Buffer.concat([Buffer.from(type), uint32(body.length + 4), body]);
}

export function startup(settings: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(settings).flatMap(([name, value]) => [name, value]);
  // The first message has no letter, and begins with the version: 3.0.
  return message('', uint32(196_608), ...pairs, Buffer.from([0]));
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Takes every whole message off the front; what is left waits for more bytes. */
export function takeMessages(bytes: Buffer): { messages: Message[]; rest: Buffer } {
  const messages: Message[] = [];
  let at = 0;
  while (bytes.length - at >= 5) {
    const length = bytes.readUInt32BE(at + 1);
    if (length < 4 || length > MAX_MESSAGE_BYTES) throw new RangeError('this is not a PostgreSQL server');
    if (bytes.length - at < length + 1) break;
    messages.push({ type: String.fromCharCode(bytes[at] as number), body: bytes.subarray(at + 5, at + 1 + length) });
    at += length + 1;
  }
  return { messages, rest: bytes.subarray(at) };
}

/** A row as texts; NULL is `null`. */
export function rowOf(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  let at = 2;
  for (let column = body.readUInt16BE(0); column > 0; column -= 1) {
    const length = body.readInt32BE(at);
    at += 4;
    row.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return row;
}

/** Fields of an error: a letter each (`C` the SQLSTATE, `M` the sentence). */
export function errorFieldsOf(body: Buffer): Record<string, string> {
  const fields = body.toString('utf8').split('\0');
  return Object.fromEntries(fields.filter((field) => field !== '').map((field) => [field[0], field.slice(1)]));
}
