import { collectDefaultMetrics, register } from 'prom-client';

/** Process, memory and event-loop-lag metrics; once a process, also where several services share it (tests). */
export function collectProcessMetrics(): void {
  if (register.getSingleMetric('process_cpu_user_seconds_total') === undefined) collectDefaultMetrics();
}
