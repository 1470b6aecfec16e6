import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { DomainError, Unavailable } from '@analytics/domain';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { UpstreamName } from './api-path';
import { ProxyConfig } from './proxy.config';
import { upstreamFailures, upstreamSeconds } from './proxy.metrics';

/** An API took the request and did not answer in time. */
export class UpstreamTooSlow extends DomainError {
  readonly kind = 'timeout';
  readonly code = 'QUERY_TIMEOUT';

  constructor(upstream: UpstreamName) {
    super(`${upstream} did not answer in time: ask for less, or try again later`);
  }
}

export interface UpstreamRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body?: Readable;
  /** Ends the request, and the question behind it. */
  readonly signal: AbortSignal;
}

/** The APIs behind the page: connections that are kept, and no more requests at a time than they are meant to bear. */
@Injectable()
export class Upstreams implements OnApplicationShutdown {
  private readonly agents: Readonly<Record<UpstreamName, http.Agent>>;
  private readonly waiting: Record<UpstreamName, number> = { 'query-api': 0, admin: 0 };

  constructor(private readonly config: ProxyConfig) {
    this.agents = { 'query-api': this.agentFor('query-api'), admin: this.agentFor('admin') };
  }

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  urlOf(name: UpstreamName): URL {
    return new URL(name === 'admin' ? this.config.adminUrl : this.config.queryApiUrl);
  }

  /** The answer as soon as it begins; its body is still to be read. */
  async send(name: UpstreamName, request: UpstreamRequest): Promise<http.IncomingMessage> {
    if (this.waiting[name] >= this.config.requests) {
      upstreamFailures.inc({ upstream: name, reason: 'limit' });
      throw new Unavailable(`${name} (too many requests wait for it)`, 1);
    }
    this.waiting[name] += 1;
    const measured = upstreamSeconds.startTimer({ upstream: name });
    try {
      return await this.begin(name, request);
    } finally {
      this.waiting[name] -= 1;
      measured();
    }
  }

  private begin(name: UpstreamName, { body, path, ...request }: UpstreamRequest): Promise<http.IncomingMessage> {
    const url = this.urlOf(name);
    return new Promise((resolve, reject) => {
      const options = { ...request, agent: this.agents[name], timeout: this.config.timeoutMs, path };
      const asked = (url.protocol === 'https:' ? https : http).request(url, options, resolve);
      asked.on('timeout', () => asked.destroy(new UpstreamTooSlow(name)));
      asked.on('error', (error: Error) => reject(this.failure(name, error)));
      if (body === undefined) asked.end();
      else body.on('error', (error) => asked.destroy(error)).pipe(asked);
    });
  }

  private failure(name: UpstreamName, error: Error): Error {
    const isTold = error instanceof DomainError;
    const reason = error instanceof UpstreamTooSlow ? 'slow' : error.name === 'AbortError' ? 'gone' : 'away';
    upstreamFailures.inc({ upstream: name, reason });
    return isTold ? error : new Unavailable(name, 2, { cause: error });
  }

  private agentFor(name: UpstreamName): http.Agent {
    const options = { keepAlive: true, maxSockets: this.config.requests, maxFreeSockets: 32 };
    return this.urlOf(name).protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }
}
