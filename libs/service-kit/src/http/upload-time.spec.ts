import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@analytics/domain';
import { Controller, Injectable, Module, type OnModuleInit, Post, Req } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Public } from '../auth/route-access';
import { Part } from '../config/env.decorator';
import { HttpConfig } from '../config/parts/http.config';
import { startTestService, TestConfig, type TestService } from '../service/service.fixture';

class UploadHttp extends HttpConfig {
  override readonly uploadRoutes = ['/files', '/refused'];
}
class UploadConfig extends TestConfig {
  @Part(() => UploadHttp) override readonly http: UploadHttp = new UploadHttp();
}

@Injectable()
class Unread implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server: FastifyInstance = this.host.httpAdapter.getInstance();
    server.addContentTypeParser('application/x-file', (_request, stream, done) => done(null, stream));
  }
}

const lengthOf = async (body: AsyncIterable<Buffer>): Promise<{ bytes: number }> => {
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  return { bytes };
};

@Public()
@Controller()
class FilesController {
  @Post('files') files(@Req() { body }: { body: Readable }) {
    return lengthOf(body);
  }
  @Post('others') others(@Req() { body }: { body: Readable }) {
    return lengthOf(body);
  }
  @Post('refused') async refused(@Req() { body }: { body: Readable }): Promise<void> {
    await body[Symbol.asyncIterator]().next();
    throw new Unavailable('a place for the file');
  }
}
@Module({ controllers: [FilesController], providers: [Unread] })
class FilesModule {}

describe('a file that is on its way for long', () => {
  let service: TestService;
  beforeAll(async () => {
    // The head of a request has five seconds too, so that a machine that stalls gets it through.
    const env = { HTTP_REQUEST_TIMEOUT_MS: '5000', HTTP_HEADERS_TIMEOUT_MS: '5000', HTTP_TIMEOUT_SECONDS: '1' };
    service = await startTestService(FilesModule, { config: UploadConfig, env });
  });
  afterAll(() => service.close());

  async function* slowly(chunks: number): AsyncGenerator<Buffer> {
    for (let count = 0; count < chunks; count += 1) {
      yield Buffer.alloc(1_000);
      await pause(300);
    }
  }
  const send = async (path: string, body: AsyncIterable<Buffer>): Promise<[status: number, body: unknown]> => {
    const init = { method: 'POST', body: Readable.toWeb(Readable.from(body)), duplex: 'half' };
    const headers = { 'content-type': 'application/x-file' };
    const answer = await fetch(`${service.url}${path}`, { ...init, headers } as RequestInit);
    return [answer.status, await answer.json()];
  };

  it('has the time of uploads where the route takes files, also again on the same connection', async () => {
    expect(await send('/files', slowly(24))).toEqual([201, { bytes: 24_000 }]);
    expect(await send('/files', slowly(2))).toEqual([201, { bytes: 2_000 }]);
  });

  it('is cut off like any request elsewhere', async () => {
    const answer = await send('/others', slowly(8)).catch(() => undefined);
    // Whichever limit is noticed first: that of receiving, or that of the handler.
    if (answer !== undefined) expect([408, 504]).toContain(answer[0]);
  });

  it('is not taken to its end once it is refused: the sender hears why, then the connection is closed', async () => {
    const sender = new EndlessSender(service.url);
    await sender.hears('"code":"UNAVAILABLE"');
    expect(sender.heard).toMatch(/^HTTP\/1\.1 503 [^]*^connection: close\r$/im);
    // What it sends on is taken, or the answer would be lost to a sender who listens late.
    for (let part = 0; part < 3; part += 1) await sender.sendPart();
    await sender.cutOff();
  });
});

/** Sends parts of a file on, whatever it hears meanwhile. */
class EndlessSender {
  heard = '';
  private readonly socket: Socket;
  private readonly closed: Promise<unknown>;

  constructor(url: string) {
    this.socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
    this.socket.setEncoding('utf8').on('data', (text: string) => (this.heard += text));
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    const head = [
      'POST /refused HTTP/1.1',
      'Host: x',
      'Content-Type: application/x-file',
      'Content-Length: 1000000000000',
    ];
    this.socket.write(`${head.join('\r\n')}\r\n\r\n`);
  }

  async hears(text: string): Promise<void> {
    while (!this.heard.includes(text)) await this.sendPart();
  }

  /** Rejects when the connection does not take it. */
  async sendPart(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.write(Buffer.alloc(100_000), (error) => (error ? reject(error) : resolve()));
    });
    await pause(20);
  }

  /** Ends when the server has closed the connection, although parts keep coming. */
  async cutOff(): Promise<void> {
    const sending = (async () => {
      while (!this.socket.destroyed) await this.sendPart();
    })().catch(() => undefined);
    await Promise.all([this.closed, sending]);
  }
}
