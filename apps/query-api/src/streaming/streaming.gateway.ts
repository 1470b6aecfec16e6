import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Unavailable } from '@analytics/domain';
import { beforeListenerCloses, type Principal } from '@analytics/service-kit';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import { LeftSubscriptions } from './left-subscriptions';
import { RealtimeFeed } from './realtime-feed';
import { StreamingConfig } from './streaming.config';
import { streamingRefused, streamingSockets } from './streaming.metrics';
import { CLOSE, StreamingSession } from './streaming-session';
import { Tickets } from './tickets.service';

const BASE = '/api/v1/analytics';
const PATHS = new Set([`${BASE}/streaming`, `${BASE}/ws/streaming`, `${BASE}/v2/realtime`]);
const MESSAGE_BYTES = 64 * 1024;

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'ACCESS_DENIED_TO_RESOURCE',
  404: 'NOT_FOUND',
  503: 'UNAVAILABLE',
};

/** The door of the stream: opens a socket for who has a ticket, and holds no more of them than it may. */
@Injectable()
export class StreamingGateway implements OnApplicationBootstrap {
  private readonly logger = new Logger(StreamingGateway.name);
  // Without compression there is nothing a small message could inflate into.
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  private readonly sessions = new Set<StreamingSession>();
  private readonly left: LeftSubscriptions;
  private isLeaving = false;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly tickets: Tickets,
    private readonly feed: RealtimeFeed,
    private readonly config: StreamingConfig,
  ) {
    this.left = new LeftSubscriptions(config.sockets);
  }

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.open(request, socket, head).catch((error: unknown) => {
        if (!(error instanceof Unavailable)) this.logger.error({ msg: 'a socket could not be opened', err: error });
        refuse(socket, 503);
      });
    });
    beforeListenerCloses(this.host, () => this.leave());
  }

  private leave(): void {
    this.isLeaving = true;
    for (const session of this.sessions) session.close(CLOSE.goingAway, 'the service stops: come back');
  }

  private async open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stream');
    if (!PATHS.has(pathname)) return refuse(socket, 404);
    if (!this.mayCome(request)) return refuse(socket, 403);
    if (this.sessions.size >= this.config.sockets) return refuse(socket, 503);
    const principal = await this.tickets.take(searchParams.get('ticket') ?? '');
    if (principal === undefined) return refuse(socket, 401);
    // Nobody would tell a socket that is opened from now on to go.
    if (this.isLeaving) return refuse(socket, 503);
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      const session = new StreamingSession(opened, principal, this.feed, this.config, this.left);
      if (this.socketsOf(principal) >= this.config.socketsPerCaller) {
        return session.close(CLOSE.tryLater, `at most ${this.config.socketsPerCaller} sockets each`);
      }
      this.sessions.add(session);
      streamingSockets.inc();
      opened.once('close', () => {
        this.sessions.delete(session);
        streamingSockets.dec();
      });
    });
  }

  /** Programs send no origin; a page may come from this very host or from one that was named. */
  private mayCome({ headers: { origin, host } }: IncomingMessage): boolean {
    if (origin === undefined || this.config.origins.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  private socketsOf({ subject }: Principal): number {
    return [...this.sessions].filter(({ principal }) => principal.subject === subject).length;
  }
}

/** Before a socket is one it speaks HTTP. */
function refuse(socket: Duplex, status: number): void {
  streamingRefused.inc({ status });
  const code = CODES[status]!;
  const body = JSON.stringify({ errors: [{ code, title: STATUS_CODES[status] }] });
  const retry = status === 503 ? 'Retry-After: 1\r\n' : '';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${retry}Connection: close\r\n\r\n${body}`,
  );
}
