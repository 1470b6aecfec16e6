import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpConfig } from '../config/parts/http.config';
import { requestIdFrom } from '../context/request-id';
import { ofStatus } from '../errors/failure-of';
import { envelopeOf, type Failure, languageOf } from '../errors/problem';
import { countLimitReached, countUnreadable } from './http.metrics';
import { SECURITY_HEADERS } from './security-headers';
import { hasUploadTime } from './upload-time';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** How often Node looks for slow clients; its default of 30 s would make our limits a promise only. */
const SLOW_CLIENT_CHECK_MS = 1_000;

/** An HTTP server that cuts off slow, oversized and unknown requests before any of our code sees them. */
export function limitedServer(handler: Handler, http: HttpConfig): Server {
  const limits = {
    headersTimeout: Math.min(http.headersTimeoutMs, http.requestTimeoutMs),
    requestTimeout: http.requestTimeoutMs,
    keepAliveTimeout: http.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.min(SLOW_CLIENT_CHECK_MS, http.headersTimeoutMs),
    maxHeaderSize: 16_384,
  };
  const server = createServer(limits, (request, response) => {
    if (METHODS.includes(request.method ?? '')) handler(request, response);
    else refuseMethod(request, response);
  });
  server.maxHeadersCount = 100;
  server.maxConnections = http.maxConnections;
  server.on('drop', () => countLimitReached('connections'));
  // Without a listener Node closes the connection of a CONNECT without a word.
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const language = languageOf(request.headers['accept-language']);
    socket.end(rawAnswer(ofStatus(405), language, [`Allow: ${METHODS.join(', ')}`]));
  });
  return server;
}

function refuseMethod(request: IncomingMessage, response: ServerResponse): void {
  const failure = ofStatus(405);
  countUnreadable(failure);
  const language = languageOf(request.headers['accept-language']);
  const body = JSON.stringify(envelopeOf(failure, language));
  response.writeHead(405, {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-language': language,
    'x-request-id': requestIdFrom(request.headers['x-request-id']),
    allow: METHODS.join(', '),
    connection: 'close',
  });
  response.end(body);
}

/** What Node's parser refuses: there is no request object yet, so the answer is written by hand. */
export function answerUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Node looks at the time of a request once; a file has a limit of its own.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && hasUploadTime(socket)) return;
  const failure = ofStatus(statusOfParserError(error.code));
  countUnreadable(failure);
  if (failure.status === 408) countLimitReached('request_time');
  if (failure.status === 431) countLimitReached('headers');
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(rawAnswer(failure, 'en'), () => socket.destroy());
}

function statusOfParserError(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' || code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW' ? 431 : 400;
}

const REASONS: { readonly [status: number]: string } = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function rawAnswer(failure: Failure, language: 'en' | 'ru', headers: readonly string[] = []): string {
  const body = JSON.stringify(envelopeOf(failure, language));
  const lines = [
    `HTTP/1.1 ${failure.status} ${REASONS[failure.status] ?? 'Error'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestIdFrom(undefined)}`,
    'Connection: close',
    ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
