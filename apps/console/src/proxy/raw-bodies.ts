import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

type Done = (error: Error | null, body: Readable) => void;

interface ParsingServer {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(type: string, parser: (request: unknown, body: Readable, done: Done) => void): void;
}

/** No body is read here: it goes on to the API byte by byte, whatever it is. */
@Injectable()
export class RawBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<ParsingServer>();
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', (_request, body, done) => done(null, body));
  }
}
