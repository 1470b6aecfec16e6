import type { Readable } from 'node:stream';
import { HttpConfig, ProtectedBy } from '@analytics/service-kit';
import { All, Controller, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsoleGuard } from '../session/console.guard';
import { CurrentSession } from '../session/current-session.decorator';
import type { Session } from '../session/session';
import { upstreamOf } from './api-path';
import { answerHeaders, requestHeaders } from './headers';
import { limitedBody } from './limited-body';
import { Upstreams } from './upstreams';

/** The APIs, at the page's own origin: the cookie becomes the token that they ask for, and nothing of it reaches the browser. */
@Controller('api')
@ProtectedBy(ConsoleGuard)
export class ProxyController {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly http: HttpConfig,
  ) {}

  @All('*')
  async pass(@CurrentSession() session: Session, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { method, url: path = '/' } = request.raw;
    const upstream = upstreamOf(path);
    if (upstream === undefined) throw new NotFoundException();
    const own = { token: session.accessToken, requestId: String(request.id), address: request.ip };
    const answer = await this.upstreams.send(upstream, {
      method: method ?? 'GET',
      path,
      headers: requestHeaders(request.headers, own),
      signal: whileThere(reply),
      ...this.bodyOf(request),
    });
    await reply
      .status(answer.statusCode ?? 502)
      .headers(answerHeaders(answer.headers))
      .send(answer);
  }

  private bodyOf({ body, headers }: FastifyRequest): { readonly body?: Readable } {
    if (body === undefined || body === null) return {};
    return { body: limitedBody(body as Readable, headers['content-length'], this.http.bodyLimitBytes) };
  }
}

/** Whoever closes the page wants no answer: the question behind it ends too. */
function whileThere(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
