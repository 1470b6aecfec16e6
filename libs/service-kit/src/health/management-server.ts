import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import { register } from 'prom-client';
import { ServiceConfig } from '../config/service.config';
import { listenOn } from '../http/listen';
import { HealthReport } from './health-report';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});

/** Health and metrics on a port of their own, so that they are never reachable through the public one. */
@Injectable()
export class ManagementServer {
  private readonly logger = new Logger(ManagementServer.name);
  private readonly server: Server;

  constructor(
    private readonly config: ServiceConfig,
    private readonly report: HealthReport,
  ) {
    const limits = { requestTimeout: 10_000, headersTimeout: 5_000, connectionsCheckingInterval: 2_000 };
    this.server = createServer(limits, (request, response) => void this.serve(request, response));
    this.server.maxConnections = 256;
  }

  async listen(): Promise<string> {
    await listenOn(this.server, this.config.managementPort, this.config.bindAddress);
    const { port } = this.server.address() as AddressInfo;
    return `http://${this.config.bindAddress === '0.0.0.0' ? '127.0.0.1' : this.config.bindAddress}:${port}`;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answer(request).catch((error: unknown) => {
      this.logger.error({ msg: 'a management request failed', err: error });
      return json(500, { status: 'error' });
    });
    response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { status: 'error' });
    switch (request.url?.split('?')[0]) {
      case '/health/live':
        return json(200, { status: 'ok' });
      case '/health/ready': {
        const { status, body } = await this.report.ready();
        return json(status, body);
      }
      case '/metrics':
        return { status: 200, type: register.contentType, body: await register.metrics() };
      default:
        return json(404, { status: 'error' });
    }
  }
}
