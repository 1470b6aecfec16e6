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
    const env = { HTTP_REQUEST_TIMEOUT_MS: '600', HTTP_HEADERS_TIMEOUT_MS: '500', HTTP_TIMEOUT_SECONDS: '1' };
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
    expect(await send('/files', slowly(8))).toEqual([201, { bytes: 8_000 }]);
    expect(await send('/files', slowly(2))).toEqual([201, { bytes: 2_000 }]);
  });

  it('is cut off like any request elsewhere', async () => {
    const answer = await send('/others', slowly(8)).catch(() => undefined);
    // Whichever limit is noticed first: that of receiving, or that of the handler.
    if (answer !== undefined) expect([408, 503]).toContain(answer[0]);
  });

  it('is not taken to its end once it is refused: the sender hears why, then the connection is closed', async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(100_000);
        await pause(20);
      }
    }
    const [status] = await send('/refused', endless());
    expect(status).toBe(503);
    // Longer than a client is given to hear it.
    await pause(5_000);
    const atRest = sent;
    await pause(300);
    expect(sent).toBe(atRest);
  });
});
