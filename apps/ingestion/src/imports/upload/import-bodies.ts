import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { BodyUnsupported } from '../../collect/collect-errors';
import { IMPORT_MEDIA_TYPES, IMPORTS_PATH } from './import-request';

interface BodyRequest {
  readonly routeOptions: { readonly url?: string };
}
type Done = (error: Error | null, body?: unknown) => void;

/** The part of Fastify this needs: Nest hands the server over untyped. */
interface ContentTypes {
  addContentTypeParser(types: string[], parser: (request: BodyRequest, stream: Readable, done: Done) => void): void;
}

/** Leaves a file unread until the import asks for it; no other route takes one. */
@Injectable()
export class ImportBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<ContentTypes>();
    server.addContentTypeParser(Object.keys(IMPORT_MEDIA_TYPES), ({ routeOptions }, stream, done) => {
      if (routeOptions.url === IMPORTS_PATH) done(null, stream);
      else done(new BodyUnsupported('files are taken by imports only'));
    });
  }
}
