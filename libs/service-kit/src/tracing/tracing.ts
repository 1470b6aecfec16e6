import { Logger } from '@nestjs/common';
import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { TracingConfig } from '../config/parts/tracing.config';

const logger = new Logger('Tracing');

export interface Tracing {
  /** Sends what is still held and lets go of the process-wide tracer. */
  stop(): Promise<void>;
}

/** Trace ids flow through logs and messages always; spans are recorded and sent only where a collector is configured. */
export function startTracing(service: string, config: TracingConfig): Tracing {
  const provider = config.endpoint === undefined ? unrecorded(service) : exporting(service, config, config.endpoint);
  provider.register();
  return {
    stop: async () => {
      // A collector that is away must not make an orderly stop look like a failed one.
      await provider.shutdown().catch(() => logger.warn('the last traces could not be sent'));
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

const resourceOf = (service: string) => resourceFromAttributes({ 'service.name': service });

const unrecorded = (service: string) =>
  new NodeTracerProvider({ resource: resourceOf(service), sampler: new AlwaysOffSampler() });

function exporting(service: string, config: TracingConfig, endpoint: string): NodeTracerProvider {
  const exporter = new OTLPTraceExporter({ url: tracesUrl(endpoint), timeoutMillis: config.exportTimeoutMs });
  const processor = new BatchSpanProcessor(exporter, {
    maxQueueSize: config.maxQueuedSpans,
    maxExportBatchSize: Math.min(512, config.maxQueuedSpans),
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: config.exportTimeoutMs,
  });
  return new NodeTracerProvider({
    resource: resourceOf(service),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.sampleRatio) }),
    spanProcessors: [processor],
  });
}

/** A bare collector address means its standard path, as the OpenTelemetry variables have it. */
function tracesUrl(endpoint: string): string {
  const url = new URL(endpoint);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  return url.href;
}
