import { IsInt, IsNumber, IsOptional, IsUrl, Max, Min } from 'class-validator';
import { Env } from '../env.decorator';

export class TracingConfig {
  /** Address of an OTLP/HTTP collector (Jaeger takes it directly); empty means that no trace is recorded. */
  @Env('OTEL_EXPORTER_JAEGER_ENDPOINT_ANALYTICS', { yaml: 'otel.exporter_jaeger_endpoint' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  endpoint?: string;

  /** Share of traces begun here that is recorded, 0 to 1; a trace begun elsewhere keeps its caller's choice. */
  @Env('OTEL_SAMPLE_RATIO_ANALYTICS', { yaml: 'otel.sample_ratio' })
  @IsNumber()
  @Min(0)
  @Max(1)
  sampleRatio: number = 1;

  /** Spans kept in memory while the collector is slow; more are dropped. */
  @Env('OTEL_MAX_QUEUED_SPANS_ANALYTICS', { yaml: 'otel.max_queued_spans' })
  @IsInt()
  @Min(1)
  maxQueuedSpans: number = 2048;

  /** Longest one export to the collector may take, in milliseconds. */
  @Env('OTEL_EXPORT_TIMEOUT_MS_ANALYTICS', { yaml: 'otel.export_timeout_ms' })
  @IsInt()
  @Min(100)
  exportTimeoutMs: number = 5_000;
}
