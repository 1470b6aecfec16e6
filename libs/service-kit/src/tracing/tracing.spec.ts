import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Logger, Module, Post } from '@nestjs/common';
import { Public } from '../auth/route-access';
import { startTestService, type TestService } from '../service/service.fixture';
import { injectTrace, inSpan, withRemoteTrace } from './spans';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  status: { code?: number; message?: string };
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}
interface Export {
  resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[];
}

/** A collector that keeps what it is sent. */
class FakeCollector {
  readonly exports: Export[] = [];
  readonly paths: string[] = [];
  private server: Server;
  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.keep(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  private async keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.paths.push(request.url ?? '');
    this.exports.push(JSON.parse(Buffer.concat(chunks).toString()) as Export);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }
  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
  get spans(): Span[] {
    return this.exports.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)),
    );
  }
}

@Public()
@Controller('work')
class WorkController {
  @Get() async work(): Promise<Record<string, string>> {
    new Logger('Work').log('inside');
    return inSpan('count views', { rows: 2 }, () => injectTrace({ kept: 'yes' }));
  }
  @Post() async fail(): Promise<void> {
    await inSpan('insert', {}, () => Promise.reject(new RangeError('user data in a text')));
  }
}
@Module({ controllers: [WorkController] })
class WorkModule {}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

describe('traces', () => {
  let collector: FakeCollector;
  let service: TestService | undefined;
  beforeEach(() => (collector = new FakeCollector()));
  afterEach(async () => {
    await service?.close();
    collector.stop();
  });
  const start = async (env: Record<string, string> = {}) => {
    const endpoint = await collector.start();
    service = await startTestService(WorkModule, {
      env: { OTEL_EXPORTER_JAEGER_ENDPOINT_ANALYTICS: endpoint, ...env },
    });
    return service;
  };

  it('continue the caller’s trace through HTTP into the messages that are sent, and reach the collector at the stop', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/work`, { headers: { traceparent: TRACEPARENT, baggage: 'user=1' } });
    const headers = (await response.json()) as Record<string, string>;
    await service?.close();

    const server = collector.spans.find(({ name }) => name === 'GET /work');
    const inner = collector.spans.find(({ name }) => name === 'count views');
    expect(collector.paths[0]).toBe('/v1/traces');
    expect(server).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331' });
    expect(inner).toMatchObject({ traceId: TRACE, parentSpanId: server?.spanId });
    expect(headers).toEqual({ kept: 'yes', traceparent: `00-${TRACE}-${inner?.spanId}-01` });
    expect(server?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
    expect(collector.exports[0]?.resourceSpans[0]?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'test-service' },
    });
    expect(service?.log.find((line) => line['msg'] === 'inside')).toMatchObject({
      trace_id: TRACE,
      span_id: server?.spanId,
    });
  });

  it('mark what failed with the kind of error, not with its text', async () => {
    const { url } = await start();
    await fetch(`${url}/work`, { method: 'POST' });
    await service?.close();
    expect(collector.spans.find(({ name }) => name === 'insert')?.status).toEqual({ code: 2, message: 'RangeError' });
    expect(JSON.stringify(collector.exports)).not.toContain('user data');
  });

  it('are continued by who reads a message', async () => {
    await start();
    await withRemoteTrace({ traceparent: TRACEPARENT }, () => inSpan('handle batch', {}, () => undefined));
    await inSpan('no message', {}, () => undefined);
    await withRemoteTrace({ traceparent: 'rubbish' }, () => inSpan('bad header', {}, () => undefined));
    await service?.close();
    const traceOf = (wanted: string) => collector.spans.find(({ name }) => name === wanted)?.traceId;
    expect(traceOf('handle batch')).toBe(TRACE);
    expect([traceOf('no message'), traceOf('bad header')]).not.toContain(TRACE);
  });

  it('are recorded for the configured share only', async () => {
    const { url } = await start({ OTEL_SAMPLE_RATIO_ANALYTICS: '0' });
    await fetch(`${url}/work`);
    await service?.close();
    expect(collector.spans).toEqual([]);
  });

  it('are not recorded without a collector, but their ids still flow', async () => {
    await collector.start();
    service = await startTestService(WorkModule);
    const response = await fetch(`${service.url}/work`, { headers: { traceparent: TRACEPARENT } });
    expect(((await response.json()) as { traceparent: string }).traceparent).toContain(TRACE);
    await service.close();
    expect(collector.exports).toEqual([]);
  });

  it('do not hold up the stop for longer than its deadline when the collector is away', async () => {
    service = await startTestService(WorkModule, {
      env: {
        OTEL_EXPORTER_JAEGER_ENDPOINT_ANALYTICS: 'http://127.0.0.1:9/v1/traces',
        OTEL_EXPORT_TIMEOUT_MS_ANALYTICS: '200',
      },
    });
    await collector.start();
    await fetch(`${service.url}/work`);
    expect(await service.stop()).toEqual([]);
  });
});
