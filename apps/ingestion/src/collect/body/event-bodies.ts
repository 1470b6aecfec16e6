import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { HttpConfig } from '@analytics/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { BodyUnsupported } from '../collect-errors';
import { isBinaryMode } from '../events/binary-mode';
import { bodyText } from './body-text';

/** Routes that read their body themselves, after the credential and the limits. */
export const COLLECT_ROUTES = { base: 'api/v1/analytics', events: 'events', track: 'track' } as const;
const PATHS = new Set<string | undefined>(
  [COLLECT_ROUTES.events, COLLECT_ROUTES.track].map((route) => `/${COLLECT_ROUTES.base}/${route}`),
);

interface BodyRequest {
  readonly headers: IncomingHttpHeaders;
  readonly routeOptions: { readonly url?: string };
}
type Done = (error: Error | null, body?: unknown) => void;
type TextParser = (request: BodyRequest, text: string, done: Done) => void;

/** The part of Fastify this needs: Nest hands the server over untyped. */
interface ContentTypes {
  removeContentTypeParser(type: string): void;
  addContentTypeParser(
    types: string[] | '*',
    parser: (request: BodyRequest, stream: Readable, done: Done) => void,
  ): void;
  getDefaultJsonParser(onProto: 'error', onConstructor: 'ignore'): TextParser;
}

/** Leaves the body of an event route unread until it is asked for; other routes get theirs parsed as before. */
@Injectable()
export class EventBodies implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly http: HttpConfig,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<ContentTypes>();
    const json = server.getDefaultJsonParser('error', 'ignore');
    const types = ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'];
    server.removeContentTypeParser('application/json');
    server.addContentTypeParser(types, (request, stream, done) => {
      if (PATHS.has(request.routeOptions.url)) done(null, stream);
      else bodyText(stream, request.headers, this.http.bodyLimitBytes).then((text) => json(request, text, done), done);
    });
    // In binary mode the content type is that of the data, and data of no declared type is JSON.
    server.addContentTypeParser('*', ({ headers, routeOptions }, stream, done) => {
      const isJson = headers['content-type'] === undefined && isBinaryMode(headers);
      if (isJson && PATHS.has(routeOptions.url)) done(null, stream);
      else done(new BodyUnsupported('send JSON, and say so in Content-Type'));
    });
  }
}
