import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Proxies } from '../proxies/proxies';
import { Refusal } from '../refusal';
import { answerOf } from './routes';

const HOST = '127.0.0.1';
const MOST_BODY_BYTES = 65_536;

export interface ApiServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The API on loopback, for programs: a browser's page is refused by the host it would have to name, or by its origin. */
export async function serveApi(proxies: Proxies, port: number): Promise<ApiServer> {
  const server = createServer((request, response) => {
    void answered(proxies, request, response);
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${taken}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answered(proxies: Proxies, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    refuseBrowsers(request);
    const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
    const { status, body } = await answerOf(proxies, request.method ?? 'GET', pathname, await bodyOf(request));
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : textOf(body));
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    const text = error instanceof Error ? error.message : String(error);
    response.writeHead(status, { 'content-type': 'application/json' }).end(textOf({ error: text, status }));
  }
}

const textOf = (body: unknown): string => `${JSON.stringify(body)}\n`;

function refuseBrowsers({ headers }: IncomingMessage): void {
  const host = headers.host?.replace(/:\d+$/, '');
  if (headers.origin !== undefined || (host !== HOST && host !== 'localhost')) {
    throw new Refusal(400, 'only programs of this machine are answered');
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new Refusal(400, `a body has at most ${MOST_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Said below: whatever it is, it is no object.
  }
  throw new Refusal(400, 'the body must be a JSON object');
}
