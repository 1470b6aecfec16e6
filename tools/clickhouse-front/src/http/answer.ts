import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { constants, createGzip, type Gzip } from 'node:zlib';
import type { EngineError } from '../engine/engine-error';
import { contentType } from './formats';
import { statusOf } from './status';

/** Time for a client to take in (and decompress) the text of an exception before the connection ends under its hands. */
const CUT_AFTER_MS = 100;

export interface AnswerFacts {
  readonly version: string;
  readonly timezone: string;
  readonly stallMs: number;
}

/** One answer in the words of ClickHouse's HTTP protocol: headers late, bytes no faster than the client takes them. */
export class Answer {
  /** Fires when the client is gone before the answer was whole. */
  readonly gone: AbortSignal;
  bytes = 0;
  private gzip: Gzip | undefined;
  /** Marks an exception inside a body that began well; a client tells it from data by this word. */
  private readonly exceptionTag = randomBytes(8).toString('hex');

  constructor(
    private readonly response: ServerResponse,
    private readonly facts: AnswerFacts,
    private readonly compress: boolean,
  ) {
    const left = new AbortController();
    this.gone = left.signal;
    response.on('close', () => {
      if (!response.writableFinished) left.abort();
    });
    response.setHeader('X-ClickHouse-Server-Display-Name', 'clickhouse-front');
    response.setHeader('X-ClickHouse-Timezone', facts.timezone);
  }

  header(name: string, value: string): void {
    if (!this.response.headersSent) this.response.setHeader(name, value);
  }

  begin(format: string): void {
    if (this.response.headersSent) return;
    this.header('Content-Type', contentType(format));
    this.header('X-ClickHouse-Format', format);
    this.header('X-ClickHouse-Exception-Tag', this.exceptionTag);
    if (this.compress) this.header('Content-Encoding', 'gzip');
    this.response.writeHead(200);
    if (!this.compress) return;
    this.gzip = createGzip({ level: 1 });
    this.gzip.pipe(this.response);
  }

  /** Returns when there is room for more. A client that takes nothing for too long is cut off. */
  async write(bytes: Uint8Array): Promise<void> {
    const out = this.gzip ?? this.response;
    this.bytes += bytes.length;
    if (bytes.length === 0 || this.gone.aborted || out.write(bytes)) return;
    const stalled = AbortSignal.timeout(this.facts.stallMs);
    try {
      await once(out, 'drain', { signal: AbortSignal.any([this.gone, stalled]) });
    } catch {
      if (stalled.aborted) this.response.destroy();
    }
  }

  end(): void {
    (this.gzip ?? this.response).end();
  }

  /** Before the first byte an error is a status; after it, a marked text, and a body that visibly does not end. */
  fail(error: EngineError): void {
    if (this.response.destroyed) return;
    const text = `${error.message} (version ${this.facts.version})\n`;
    if (this.response.headersSent) return this.breakOff(text);
    this.header('Content-Type', 'text/plain; charset=UTF-8');
    this.header('X-ClickHouse-Exception-Code', String(error.code));
    this.response.writeHead(this.response.hasHeader('WWW-Authenticate') ? 401 : statusOf(error.code));
    this.response.end(text);
  }

  private breakOff(text: string): void {
    const marker = `__exception__\r\n${this.exceptionTag}\r\n`;
    const block = `\r\n${marker}${text}${Buffer.byteLength(text)} ${this.exceptionTag}\r\n__exception__\r\n`;
    const cut = () => setTimeout(() => this.response.socket?.destroySoon(), CUT_AFTER_MS);
    if (this.gzip === undefined) {
      this.response.write(block, cut);
      return;
    }
    this.gzip.write(block);
    this.gzip.flush(constants.Z_SYNC_FLUSH, cut);
  }
}
