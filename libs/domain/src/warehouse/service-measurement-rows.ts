import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';
import { realIn, textIn, wholeIn } from './reading/data-fields';
import { type Lineage, LINEAGE_COLUMNS, lineageOf } from './lineage';

export const SERVICE_MEASUREMENTS_TABLE = insertTable('service_measurements', {
  service: col.lowCardinality(col.string),
  measured_at: col.dateTime64(3),
  instance: col.lowCardinality(col.string),
  source: col.string,
  id: col.string,
  window_seconds: col.uint32,
  requests: col.uint64,
  errors: col.uint64,
  latency_p50_ms: col.float64,
  latency_p95_ms: col.float64,
  latency_p99_ms: col.float64,
  cpu_percent: col.nullable(col.float64),
  memory_bytes: col.nullable(col.uint64),
  received_at: col.dateTime64(3),
  ...LINEAGE_COLUMNS,
});

export type ServiceMeasurementRow = RowOf<typeof SERVICE_MEASUREMENTS_TABLE>;

const LARGEST_WINDOW = 2 ** 32 - 1;

export function serviceMeasurementRows(event: ValidatedEvent, from: Lineage): ServiceMeasurementRow[] {
  if (event.type !== 'com.platform.system.service.measured.v1') return [];
  const { data } = event;
  const service = textIn(data, 'service');
  const seconds = wholeIn(data, 'windowSeconds', LARGEST_WINDOW);
  const requests = wholeIn(data, 'requests', Number.MAX_SAFE_INTEGER);
  const errors = wholeIn(data, 'errors', Number.MAX_SAFE_INTEGER);
  const [p50, p95, p99] = ['latencyP50Ms', 'latencyP95Ms', 'latencyP99Ms'].map((name) => realIn(data, name));
  if (service === '' || seconds === undefined || requests === undefined || errors === undefined) return [];
  if (p50 === undefined || p95 === undefined || p99 === undefined) return [];
  const memory = wholeIn(data, 'memoryBytes', Number.MAX_SAFE_INTEGER);
  return [
    {
      service,
      measured_at: new Date(event.effective_at),
      instance: textIn(data, 'instance'),
      source: event.source,
      id: event.id,
      window_seconds: seconds,
      requests: BigInt(requests),
      errors: BigInt(errors),
      latency_p50_ms: p50,
      latency_p95_ms: p95,
      latency_p99_ms: p99,
      cpu_percent: realIn(data, 'cpuPercent') ?? null,
      memory_bytes: memory === undefined ? null : BigInt(memory),
      received_at: new Date(event.received_at),
      ...lineageOf(from),
    },
  ];
}
