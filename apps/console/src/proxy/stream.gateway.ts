import http, { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { beforeListenerCloses, failureOf } from '@analytics/service-kit';
import { PageConfig } from '../page/page.config';
import { LiveSessions } from '../session/live-sessions';
import { ProxyConfig } from './proxy.config';
import { streamSockets } from './proxy.metrics';
import { Upstreams } from './upstreams';

const PATH = /^\/api\/v1\/analytics\/streaming(?=\?|$)/;
/** What opens a WebSocket; the cookie is not among it, the ticket in the address is who asks. */
const PASSED_ON = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-protocol'];

/** The live stream at the page's own origin: two sockets, and everything that one says goes to the other. */
@Injectable()
export class StreamGateway implements OnApplicationBootstrap {
  private readonly logger = new Logger(StreamGateway.name);
  private readonly open = new Set<Duplex>();
  private isLeaving = false;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly sessions: LiveSessions,
    private readonly upstreams: Upstreams,
    private readonly page: PageConfig,
    private readonly config: ProxyConfig,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.pass(request, socket, head).catch((error: unknown) => {
        const { status } = failureOf(error);
        if (status >= 500) this.logger.warn({ msg: 'a live stream could not be opened', err: error });
        refuse(socket, status);
      });
    });
    beforeListenerCloses(this.host, () => this.leave());
  }

  private leave(): void {
    this.isLeaving = true;
    for (const socket of this.open) socket.destroy();
  }

  private async pass(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (!PATH.test(request.url ?? '')) return refuse(socket, 404);
    // Another site may open sockets with the person's cookie, and read from them: only the origin tells it apart.
    if (request.headers.origin !== this.page.origin) return refuse(socket, 403);
    await this.sessions.of(request.headers);
    if (socket.destroyed) return;
    if (this.isLeaving || this.open.size >= this.config.sockets) return refuse(socket, 503);
    this.open.add(socket);
    this.join(request, socket, head);
  }

  private join(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = this.upstreams.urlOf('query-api');
    const passed = PASSED_ON.flatMap((name) =>
      request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
    );
    const asked = (url.protocol === 'https:' ? https : http).request(url, {
      path: request.url,
      headers: { ...Object.fromEntries(passed), connection: 'Upgrade', upgrade: 'websocket' },
      timeout: this.config.timeoutMs,
    });
    socket.once('close', () => {
      this.open.delete(socket);
      asked.destroy();
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => refuse(socket, 503));
    asked.on('response', (answer) => {
      answer.resume();
      refuse(socket, answer.statusCode ?? 503);
    });
    asked.on('upgrade', (answer, other: Duplex, otherHead: Buffer) => {
      socket.write(accepted(answer));
      this.pipe(socket, other, head, otherHead);
    });
    asked.end();
  }

  private pipe(socket: Duplex, other: Duplex, head: Buffer, otherHead: Buffer): void {
    streamSockets.inc();
    other.on('error', () => socket.destroy());
    other.once('close', () => socket.destroy());
    socket.once('close', () => {
      other.destroy();
      streamSockets.dec();
    });
    if (otherHead.length > 0) socket.write(otherHead);
    if (head.length > 0) other.write(head);
    socket.pipe(other).pipe(socket);
  }
}

function accepted({ headers }: IncomingMessage): string {
  const told = ['sec-websocket-accept', 'sec-websocket-protocol'].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}: ${String(headers[name])}`],
  );
  return ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', ...told, '', ''].join(
    '\r\n',
  );
}

/** Before a socket is one it speaks HTTP; after that there is nothing left to refuse. */
function refuse(socket: Duplex, status: number): void {
  if (socket.destroyed || !socket.writable) return;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
