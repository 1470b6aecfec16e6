import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** An API in the place of query-api or admin: tells back what it heard, unless the spec wants something else. */
export class Neighbour {
  readonly heard: Heard[] = [];
  answer: (request: Heard, response: ServerResponse) => void = (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('set-cookie', 'theirs=1');
    response.setHeader('x-internal', 'secret');
    response.setHeader('etag', '"v1"');
    response.end(JSON.stringify({ data: { method: request.method, url: request.url, body: request.body } }));
  };

  private constructor(
    readonly server: http.Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Neighbour> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const neighbour = new Neighbour(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      // Whoever goes away in the middle of a body is not waited for.
      neighbour.take(request, response).catch(() => response.destroy());
    });
    // A socket that says everything back.
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      neighbour.heard.push({ ...told(request), body: '' });
      socket.on('error', () => socket.destroy());
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
      );
      socket.pipe(socket);
    });
    return neighbour;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const heard = { ...told(request), body: Buffer.concat(chunks).toString() };
    this.heard.push(heard);
    this.answer(heard, response);
  }
}

const told = ({ method = '', url = '', headers, rawHeaders }: IncomingMessage) => ({
  method,
  url,
  headers,
  rawHeaders,
});
