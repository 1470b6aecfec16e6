import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** The part of Fastify this needs: Nest hands the server over untyped. */
interface ContentTypes {
  addContentTypeParser(types: string[], options: { parseAs: 'string' }, parser: unknown): void;
  getDefaultJsonParser(onProto: 'error', onConstructor: 'ignore'): unknown;
}

/** Structured and batch CloudEvents are JSON under names of their own. */
@Injectable()
export class CloudEventsBody implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<ContentTypes>();
    const types = ['application/cloudevents+json', 'application/cloudevents-batch+json'];
    server.addContentTypeParser(types, { parseAs: 'string' }, server.getDefaultJsonParser('error', 'ignore'));
  }
}
